// Words of a user that break what is not quoted: quotes, shell, HTML, template marks, newlines, umlauts.
export const TITLE = 'O\'Neil & "Söhne": $(id) <b> #1';
export const DESCRIPTION = 'Jets of the `detector`: $HOME, ${{ github.token }} and <%= 1 %>\n\\second line: "it\'s" {{ x }} %s';
export const HOSTILE = ['--title', TITLE, '--author', 'O\'Neil-Müller, Jürgen', '--description', DESCRIPTION];
