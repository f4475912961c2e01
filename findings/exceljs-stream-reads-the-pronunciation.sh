#!/usr/bin/env bash
# Package:   exceljs 4.4.0, with fflate 0.8.2 to write the workbook.
# Expected:  the streaming reader (for files too large to hold) gives the same text as the reader of whole files.
# Behaviour: a text that a person typed by an input method keeps how it is pronounced beside it (`rPh`, ECMA-376 part 1,
#            section 18.4.6), which is usual in files from Japan and stands in files from Korea with names in hanja. The
#            streaming reader takes the last <t> of the shared string for the text: the name becomes its pronunciation. It
#            also leaves _x000D_, as Excel writes a carriage return, as these seven characters. The reader of whole files is
#            right in both.
# Output:    whole file: 李水珍 | "서울\r\n강남"
#            streamed:   이수진 | "서울_x000D_\n강남"
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts exceljs@4.4.0 fflate@0.8.2 >/dev/null 2>&1

cat >try.cjs <<'JS'
const { writeFileSync } = require('node:fs')
const ExcelJS = require('exceljs')
const { strToU8, zipSync } = require('fflate')

const office = 'http://schemas.openxmlformats.org'
const main = `xmlns="${office}/spreadsheetml/2006/main"`
const type = (part) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`
const relation = (id, kind, target) =>
  `<Relationship Id="${id}" Type="${office}/officeDocument/2006/relationships/${kind}" Target="${target}"/>`
const relations = (...all) =>
  `<Relationships xmlns="${office}/package/2006/relationships">${all.join('')}</Relationships>`
const parts = {
  '[Content_Types].xml':
    `<Types xmlns="${office}/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${type('sheet.main')}"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type('worksheet')}"/>` +
    `<Override PartName="/xl/sharedStrings.xml" ContentType="${type('sharedStrings')}"/></Types>`,
  '_rels/.rels': relations(relation('r1', 'officeDocument', 'xl/workbook.xml')),
  'xl/workbook.xml':
    `<workbook ${main} xmlns:r="${office}/officeDocument/2006/relationships">` +
    '<sheets><sheet name="members" sheetId="1" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': relations(
    relation('r1', 'worksheet', 'worksheets/sheet1.xml'),
    relation('r2', 'sharedStrings', 'sharedStrings.xml'),
  ),
  'xl/sharedStrings.xml':
    `<sst ${main} count="2" uniqueCount="2">` +
    '<si><t>李水珍</t><rPh sb="0" eb="3"><t>이수진</t></rPh></si><si><t>서울_x000D_\n강남</t></si></sst>',
  'xl/worksheets/sheet1.xml':
    `<worksheet ${main}><sheetData><row r="1">` +
    '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row></sheetData></worksheet>',
}
const declared = ([path, xml]) => [path, strToU8(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`)]
writeFileSync('members.xlsx', zipSync(Object.fromEntries(Object.entries(parts).map(declared))))

const said = ([, name, address]) => `${name} | ${JSON.stringify(address)}`
async function whole() {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile('members.xlsx')
  return said(workbook.worksheets[0].getRow(1).values)
}
async function streamed() {
  for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader('members.xlsx')) {
    for await (const row of sheet) return said(row.values)
  }
}
async function compare() {
  const [a, b] = [await whole(), await streamed()]
  console.log(`whole file: ${a}\nstreamed:   ${b}`)
  process.exit(a === '李水珍 | "서울\\r\\n강남"' && b === '이수진 | "서울_x000D_\\n강남"' ? 0 : 1)
}
compare()
JS
node try.cjs
