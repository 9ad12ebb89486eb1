/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

/* System fonts only: the page must not fetch anything. Colours keep a contrast of at least 4.5 to 1. */
/* clang-format off */
const char *const style_sheet[] = {
    ":root{color-scheme:light;--ink:#1d2733;--soft:#54606e;--line:#d9dfe5;--pale:#f4f7f9;--accent:#0b5a73;"
    "--bar:#4b9cb3;--mark:#ffe48a;--warn:#8a4b08}\n",
    "*{box-sizing:border-box}\n",
    "html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}\n",
    "body{margin:0;color:var(--ink);background:#fff;font:16px/1.55 system-ui,-apple-system,\"Segoe UI\",Roboto,"
    "\"Noto Sans\",\"Liberation Sans\",Arial,sans-serif}\n",
    "a{color:var(--accent)}a:hover{text-decoration-thickness:2px}\n",
    "a.plain{color:inherit;text-decoration:none}a.plain:hover{text-decoration:underline}\n",
    ":focus-visible{outline:3px solid #e0a100;outline-offset:2px}\n",
    ".skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:#fff;z-index:9}\n",
    ".top{padding:2rem max(1rem,calc(50vw - 40rem)) 1.6rem;background:var(--accent);color:#fff}\n",
    ".top h1{margin:0;font-size:2rem;line-height:1.2;letter-spacing:-.01em}.top p{margin:.3rem 0 0;color:#dcecf1}\n",
    ".frame{max-width:82rem;margin:0 auto;padding:0 1rem;display:grid;grid-template-columns:13.5rem minmax(0,1fr);gap:2.5rem}\n",
    "nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:1.6rem 0}\n",
    "nav summary{font-weight:600;cursor:pointer}nav ol{list-style:none;margin:.5rem 0 0;padding:0;border-left:2px solid var(--line)}\n",
    "nav a{display:block;padding:.22rem .8rem;color:var(--soft);text-decoration:none;font-size:.94rem}\n",
    "nav a:hover{color:var(--accent);background:var(--pale)}\n",
    "main{min-width:0;padding-bottom:3rem}main:focus{outline:none}\n",
    "section{padding-top:1.6rem}section+section{margin-top:1.6rem;border-top:1px solid var(--line)}\n",
    "h2{font-size:1.5rem;line-height:1.25;margin:.2rem 0 .8rem;letter-spacing:-.01em}\n",
    "h3{font-size:1.15rem;margin:2rem 0 .6rem}h4{font-size:1rem;margin:0 0 .2rem}\n",
    "p,ul,ol,dl{max-width:46rem}li{margin:.25rem 0}\n",
    ".hint{color:var(--soft);font-size:.92rem}.cut{color:var(--warn);font-weight:600;font-size:.92rem}\n",
    ".tiles{list-style:none;margin:0 0 1.2rem;padding:0;display:flex;flex-wrap:wrap;gap:.7rem;max-width:none}\n",
    ".tiles li{margin:0;flex:1 1 8.5rem}.tiles a{display:block;height:100%;padding:.8rem 1rem;background:var(--pale);border:1px solid var(--line);"
    "border-radius:.5rem;text-decoration:none;color:var(--soft)}\n",
    ".tiles a:hover{border-color:var(--accent)}.tiles strong{display:block;font-size:1.6rem;line-height:1.2;color:var(--ink);"
    "font-variant-numeric:tabular-nums}.tiles span{font-size:.9rem}\n",
    ".top3 .num{color:var(--soft)}\n",
    ".wide{overflow-x:auto;margin:1rem 0 .6rem;max-width:100%;background:linear-gradient(90deg,#fff 2rem,transparent) left/3rem 100% local no-repeat,linear-gradient(270deg,#fff 2rem,transparent) right/3rem 100% local no-repeat,linear-gradient(270deg,#c3ccd4,transparent) right/.7rem 100% scroll no-repeat}\n",
    "table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums;line-height:1.4}\n",
    "caption span{display:inline-block;position:sticky;left:0;max-width:min(46rem,calc(100vw - 2rem))}caption{caption-side:top;text-align:left;padding:0 0 .5rem;color:var(--soft);font-size:.92rem}\n",
    "th,td{padding:.4rem .7rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--line)}\n",
    "thead th{vertical-align:bottom;color:var(--soft);font-weight:600;border-bottom:2px solid #b9c4ce}\n",
    "thead th small{display:block;font-weight:400}\n",
    "th[scope=row],thead th:first-child,th[scope=colgroup]{text-align:left}\n",
    "th[scope=row]{font-weight:500;position:sticky;left:0;background:#fff;min-width:11rem;max-width:20rem}\n",
    "thead th:first-child{position:sticky;left:0;background:#fff}\n",
    ".text{text-align:left}tfoot th,tfoot td{font-weight:600;border-bottom:0}\n",
    "tbody tr:hover>*{background:var(--pale)}\n",
    "tr.head>*,tr.head:hover>*{background:#fff;padding-top:1.1rem;font-weight:700}\n",
    "td a{font-weight:600;text-decoration-thickness:1px;text-underline-offset:2px}\n",
    ".zero{color:#626e7b}small{color:var(--soft);font-size:.85em}td.text small{white-space:nowrap}\n",
    ".rate{white-space:nowrap}.cells td{min-width:6.6rem}.cells td small{display:block;white-space:nowrap}\n",
    ".bar{display:inline-block;width:6.5rem;height:.55rem;background:#e6ebef;border-radius:2px;overflow:hidden;vertical-align:middle}\n",
    ".cells .bar{display:block;width:100%;margin:.25rem 0 .1rem}\n",
    ".bar i{display:block;height:100%;background:var(--bar)}\n",
    ".bar,.bar i,.dot,[class^=h],mark,.top{-webkit-print-color-adjust:exact;print-color-adjust:exact}\n",
    "th[scope=row]:has(>.dot),th[scope=row]:has(>a>.dot){padding-left:1.85rem;text-indent:-1.15rem}.c{display:block;padding-left:1.15rem;text-indent:-1.15rem}.dot{text-indent:0;display:inline-block;width:.7rem;height:.7rem;border-radius:2px;margin-right:.45rem}\n",
    ".id{color:var(--soft);font-variant-numeric:tabular-nums;margin-right:.15rem}\n",
    ".matrix td{text-align:center;padding:.4rem .1rem;min-width:2rem;border:1px solid #fff}\n",
    ".matrix thead th{text-align:center;padding:.4rem .1rem;font-size:.85rem}.matrix thead th:first-child{text-align:left;font-size:inherit}abbr{text-decoration:none;cursor:help}\n",
    ".matrix th[scope=row]{white-space:nowrap;max-width:none}\n",
    "td.h0{background:#f8fafb}td.h1{background:#e2f0f4}td.h2{background:#c2dfe8}td.h3{background:#9accda}td.h4{background:#6fb5c8}"
    "td.h5{background:#0f6780}\n",
    "td.h0 a,td.h1 a,td.h2 a,td.h3 a,td.h4 a{color:#0a3342}td.h5 a{color:#fff}td.self{background:#eef1f4}td.self a{color:var(--soft);font-weight:400}\n",
    ".matrix tbody tr:hover>td.h5{background:#0f6780}\n",
    "details{margin:.6rem 0}summary{cursor:pointer;font-weight:600}summary small{font-weight:400}\n",
    "dt{font-weight:600;margin-top:.5rem}dd{margin:0 0 0 1rem}\n",
    "code{font:.92em ui-monospace,\"SF Mono\",Consolas,\"DejaVu Sans Mono\",monospace;background:#eef2f5;padding:.08em .35em;border-radius:3px;overflow-wrap:anywhere}\n",
    ".hash{font-family:ui-monospace,Consolas,\"DejaVu Sans Mono\",monospace;font-size:.8rem;overflow-wrap:anywhere;min-width:18rem}\n",
    ".code{padding:.8rem 0;border-top:1px solid var(--line)}.code.parent{border-top:0;padding-bottom:.4rem}.code p{margin:.2rem 0}\n",
    ".code.parent h3{margin-bottom:.1rem}.rules{margin:.4rem 0;display:grid;grid-template-columns:6.5rem minmax(0,1fr);gap:.2rem .6rem}"
    ".rules dt{font-weight:400;color:var(--soft);margin:0}.rules dd{margin:0;line-height:1.9}.rules code{display:inline-block;max-width:100%;line-height:1.45;margin:.1rem 0}\n",
    ".more{font-size:.92rem}\n",
    ".level{font-size:.8rem;padding:.05rem .5rem;border-radius:1rem;border:1px solid var(--line);color:var(--soft);font-weight:600}"
    ".l2,.l3{color:var(--warn);border-color:#d8a868}\n",
    ".detail{color:var(--ink)}.notes td{vertical-align:top}.notes td:nth-child(2){min-width:16rem;max-width:30rem}.notes td:nth-child(3){min-width:14rem}.notes details{margin:0}.notes ul{margin:.2rem 0;padding-left:1.1rem}\n",
    "article{padding-top:.6rem}article+article{margin-top:1.6rem}\n",
    "article h3{margin:.6rem 0 .2rem;font-size:1.2rem}article .hint{margin:.2rem 0 .6rem}\n",
    ".list{margin:.6rem 0}\n",
    ".f{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);margin:0;white-space:nowrap}\n",
    ".f:target{position:static;width:auto;height:auto;clip-path:none;white-space:normal;max-width:none;padding:.6rem .9rem;"
    "background:#fff7dc;border-left:4px solid #e0a100;margin:.4rem 0}\n",
    "@media screen{article:has(.f:target) .list:not(:has(.f:target)){display:none}}\n",
    ".hits{list-style:none;counter-reset:n;margin:.6rem 0 0;padding:0;max-width:none}\n",
    ".hits li{counter-increment:n;display:grid;grid-template-columns:2.2rem 15.5rem minmax(0,1fr);gap:.2rem .8rem;padding:.65rem 0;"
    "border-top:1px solid var(--line);margin:0;break-inside:avoid;content-visibility:auto;contain-intrinsic-size:auto 5rem}\n",
    ".hits li::before{content:counter(n);color:var(--soft);font-size:.85rem;text-align:right;padding-top:.1rem;font-variant-numeric:tabular-nums}\n",
    ".where{font-size:.85rem;color:var(--soft);line-height:1.45;overflow-wrap:anywhere}.nowrap{white-space:nowrap}.where b{color:var(--ink);font-weight:600}\n",
    ".what{min-width:0}.what p{margin:0;max-width:46rem;unicode-bidi:isolate;overflow-wrap:anywhere}.what .rule{font-size:.82rem;color:var(--soft);margin-top:.2rem}\n",
    "mark{background:var(--mark);color:inherit;padding:.05em .15em;border-radius:2px;font-weight:600}\n",
    ".tag{display:inline-block;font-size:.75rem;line-height:1.3;padding:.05rem .45rem;border-radius:1rem;background:#fdeede;color:var(--warn);"
    "border:1px solid #ecc899;white-space:nowrap}\n",
    "footer{border-top:1px solid var(--line);color:var(--soft);font-size:.9rem;text-align:center;padding:1rem}\n",
    "@media screen and (max-width:60rem){.frame{display:block}nav{position:static;max-height:none;padding:1rem 0 0}"
    "nav ol{columns:2;border-left:0}nav a{padding:.35rem 0}.top{padding:1.3rem 1rem}.top h1{font-size:1.6rem}"
    ".hits li{grid-template-columns:1.8rem minmax(0,1fr)}.what{grid-column:2}th[scope=row]{max-width:11rem;min-width:8.5rem}.bar{width:4rem}"
    ".matrix th[scope=row]{white-space:normal}.rules{display:block}.rules dt{margin-top:.4rem}th,td{padding:.4rem .5rem}}\n",
    "@media print{html{font-size:11px}body{font-size:1rem}.wide{background:none}.list{margin:.2rem 0}.hits li{padding:.35rem 0}nav,.skip{display:none}.frame{display:block;max-width:none;padding:0}.top{padding:0 0 .6rem;background:none;color:#000}"
    ".top p{color:#333}section{break-before:auto}h2,h3,h4{break-after:avoid}tr,.code{break-inside:avoid}.wide{overflow:visible}"
    "thead{display:table-header-group;break-after:avoid}caption{break-after:avoid}table{font-size:8pt}th,td{padding:.2rem .35rem}th[scope=row],thead th:first-child{position:static;min-width:0}"
    ".cells td{min-width:0}.bar{width:3rem}a{color:inherit;text-decoration:none}.f,.f:target{display:none}.hits li{content-visibility:visible;grid-template-columns:1.6rem 11rem minmax(0,1fr)}"
    "details:not([open])::details-content{content-visibility:visible;block-size:auto}.tiles li{flex:1 1 6rem}}\n", NULL};
/* clang-format on */
