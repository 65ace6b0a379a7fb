// Notebooks are written as Python in the percent format, so that ruff and pyright read them; this makes the .ipynb (nbformat 4.5) of one.

interface Cell {
  readonly cell_type: 'markdown' | 'code';
  readonly source: string;
}

/** The cells of a text in the percent format; what stands before the first `# %%` is a comment for the reader of the source. */
function cellsOf(text: string): readonly Cell[] {
  const pieces = text.split(/^# %%(.*)$/m).slice(1);
  return pieces.flatMap((title, place): Cell[] => {
    if (place % 2 === 1) return [];
    const lines = (pieces[place + 1] ?? '').replace(/^\n+|\n+$/g, '').split('\n');
    const prose = title.trim() === '[markdown]';
    const source = prose ? lines.map((line) => line.replace(/^# ?/, '')).join('\n') : lines.join('\n');
    return [{ cell_type: prose ? 'markdown' : 'code', source }];
  });
}

/** The notebook as JSON: no outputs, and ids that stay the same from one generation to the next. */
export function notebookOf(name: string, text: string): string {
  const cells = cellsOf(text).map(({ cell_type, source }, place) => {
    const head = { cell_type, ...(cell_type === 'code' ? { execution_count: null } : {}), id: `${name.replace(/[^A-Za-z0-9-]/g, '-')}-${place + 1}`, metadata: {} };
    const body = { ...(cell_type === 'code' ? { outputs: [] } : {}), source: source.split(/(?<=\n)/) };
    return { ...head, ...body };
  });
  const metadata = {
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
    language_info: { file_extension: '.py', mimetype: 'text/x-python', name: 'python' },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}
