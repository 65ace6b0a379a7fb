// A template of ours for ccds when its own cannot be had: 28 files as in its default project, ten of them with a substitution, no hooks.
import fs from 'node:fs';
import path from 'node:path';

export function standIn(folder) {
  const inside = path.join(folder, '{{ cookiecutter.repo_name }}');
  fs.mkdirSync(inside, { recursive: true });
  const questions = JSON.stringify({ project_name: 'project_name', repo_name: "{{ cookiecutter.project_name.lower().replace(' ', '_') }}" });
  for (const name of ['ccds.json', 'cookiecutter.json']) fs.writeFileSync(path.join(folder, name), questions); // the second makes it a template for cookiecutter itself
  for (let index = 0; index < 28; index += 1) {
    const text = Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n');
    fs.writeFileSync(path.join(inside, `file${index}.txt`), index < 10 ? `{{ cookiecutter.project_name }}\n${text}\n` : `${text}\n`);
  }
  return folder;
}
