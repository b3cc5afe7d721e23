"""How the brief looks, on screen and on A4; fonts are the reader's own."""

STYLE = """
@page { size: A4; margin: 11mm 13mm; }
* { box-sizing: border-box; }
html { font: 9.4pt/1.42 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Segoe UI",
  "Helvetica Neue", Arial, sans-serif; color: #1b2733; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
html:lang(en) { font-size: 8.8pt; }
body { margin: 0; background: #e9edf1; }
.page { display: flex; flex-direction: column; width: 210mm; min-height: 297mm; margin: 8mm auto; padding: 12mm 13mm;
  background: #fff; box-shadow: 0 1px 6px #0003; }
header { border-bottom: 2pt solid #14507d; margin-bottom: 3mm; padding-bottom: 2mm; }
h1 { font-size: 16pt; line-height: 1.25; margin: 0; color: #0f3a5c; }
h2 { font-size: 11pt; margin: 0 0 1.2mm; color: #0f3a5c; break-after: avoid; }
.page > div + div { margin-top: 4mm; }
h3 { font-size: 9.4pt; margin: 0 0 .6mm; }
p { margin: 0; }
.over { color: #47596a; font-size: 9pt; }
.lead { margin-top: 1.2mm; }
.note { color: #47596a; font-size: 8pt; margin-top: 1mm; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: left; font-size: 8pt; font-weight: 600; color: #47596a; border-bottom: .8pt solid #8fa1b1;
  padding: .8mm 1.4mm; vertical-align: bottom; }
td { padding: .85mm 1.4mm; border-bottom: .4pt solid #d9e0e6; vertical-align: middle; }
th.number, td.number { text-align: right; white-space: nowrap; }
td.name { font-weight: 600; }
.ranking .name { width: 46%; line-height: 1.28; } .changes .name { width: 27%; line-height: 1.28; }
.outcomes .what { width: 50%; } .outcomes .who { width: 27%; }
.nowrap { white-space: nowrap; }
.small { font-size: 8.2pt; font-weight: 400; color: #47596a; }
.bar { display: block; height: 1.5mm; background: #e3e9ee; margin-top: .5mm; }
.bar span { display: block; height: 100%; background: #14507d; }
.grade { white-space: nowrap; font-weight: 600; }
.level0 { color: #0b5d3b; } .level1 { color: #14507d; } .level2 { color: #6a4b00; } .level3 { color: #8a1f3d; }
svg { display: block; }
tr.unrated td { color: #47596a; }
.columns { display: grid; grid-template-columns: repeat(3, 1fr); gap: 4mm; }
.columns ul { margin: 0; padding-left: 4.6mm; line-height: 1.32; }
.columns li { margin-bottom: .6mm; }
ol.method { margin: 0; padding-left: 4.6mm; }
ol.method li { margin-bottom: .5mm; }
footer { margin-top: auto; padding-top: 2mm; display: flex; justify-content: space-between; gap: 6mm; font-size: 7.2pt;
  color: #47596a; }
footer span:last-child { white-space: nowrap; }
@media print {
  .clamp { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
  body { background: none; }
  .page { width: auto; min-height: 0; height: 274mm; margin: 0; padding: 0; box-shadow: none; break-after: page; }
  .page:last-child { break-after: auto; }
}
@media screen and (max-width: 210mm) { .page { width: auto; padding: 5mm; } .columns { grid-template-columns: 1fr; } }
"""
