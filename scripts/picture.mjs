// Draws a terminal screen as SVG: text with ANSI colours on standard input, the picture on standard output.
//   tmux capture-pane -e -p | node scripts/picture.mjs "title" > docs/images/terminal.svg
import fs from 'node:fs';

const colours = { 30: '#6e7681', 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 34: '#79c0ff', 35: '#d2a8ff', 36: '#56d4dd', 37: '#e6edf3', 90: '#8b949e' };
const [width, height, left, top] = [8.4, 19, 18, 52];
const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);

/** One line as styled runs: [text, fill, weight]. */
function runs(line, style) {
  const found = [];
  for (const [, codes, text] of line.matchAll(/(?:\x1b\[([0-9;]*)m)?([^\x1b]*)/g)) {
    for (const code of codes === undefined ? [] : codes.split(';').map(Number)) {
      if (code === 0) Object.assign(style, { fill: '#e6edf3', weight: 400 });
      else if (code === 1) style.weight = 700;
      else if (code === 2) style.fill = '#8b949e';
      else if (code === 22) style.weight = 400;
      else if (code === 39) style.fill = '#e6edf3';
      else if (colours[code]) style.fill = colours[code];
    }
    if (text !== '') found.push([text, style.fill, style.weight]);
  }
  return found;
}

const title = process.argv[2] ?? '';
const lines = fs.readFileSync(0, 'utf8').replace(/\s+$/, '').split('\n');
const columns = Math.max(60, ...lines.map((line) => line.replace(/\x1b\[[0-9;]*m/g, '').trimEnd().length));
const [w, h] = [Math.ceil(columns * width + 2 * left), Math.ceil(lines.length * height + top + 12)];
const style = { fill: '#e6edf3', weight: 400 };
const body = lines.map((line, row) => {
  let column = 0;
  return runs(line.trimEnd(), style)
    .map(([text, fill, weight]) => {
      const x = left + column * width;
      column += [...text].length;
      return `<text x="${x.toFixed(1)}" y="${top + row * height}" fill="${fill}" font-weight="${weight}" textLength="${([...text].length * width).toFixed(1)}" xml:space="preserve">${escape(text)}</text>`;
    })
    .join('');
});
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" aria-label="${escape(title)}">
<rect width="${w}" height="${h}" rx="8" fill="#0d1117"/>
<circle cx="20" cy="18" r="6" fill="#ff5f57"/><circle cx="40" cy="18" r="6" fill="#febc2e"/><circle cx="60" cy="18" r="6" fill="#28c840"/>
<text x="${w / 2}" y="22" fill="#8b949e" font-size="12" text-anchor="middle" font-family="sans-serif">${escape(title)}</text>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
${body.join('\n')}
</g>
</svg>
`);
