// The part of a Yeoman environment that one generator of ours uses: queues run in Yeoman's order, an adapter that asks, a store of files that stays empty.
import { EventEmitter } from 'node:events';

type Task = () => unknown;

/** Yeoman's adapter, as far as a generator asks and says something. */
export interface Adapter {
  readonly prompt: (questions: unknown) => Promise<unknown>;
  readonly log: (message?: string) => void;
}

/** Yeoman keeps settings in .yo-rc.json and reads package.json; ours stand in .fair-ai.yml, so no such file is there, whatever the disk says. */
class NoFiles extends EventEmitter {
  get(path: string): { readonly path: string; readonly contents: null } {
    return { path, contents: null };
  }
}

export class Environment extends EventEmitter {
  readonly cwd = process.cwd();
  readonly logCwd = this.cwd;
  readonly sharedFs = new NoFiles();
  readonly adapter: Adapter;
  readonly #queues: ReadonlyMap<string, Task[]>;

  constructor(adapter: Adapter, queues: readonly string[]) {
    super();
    this.adapter = adapter;
    this.#queues = new Map(queues.map((name) => [name, []]));
  }

  /** No version: a generator then takes the environment as it is. */
  getVersion(): undefined {
    return undefined;
  }

  queueTask(name: string, task: Task): void {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw new Error(`Yeoman has no queue '${name}'`);
    queue.push(task);
  }

  /** Always the first task of the first queue that has one: a task may queue others, also into an earlier queue. */
  async run(): Promise<void> {
    const next = (): Task | undefined => [...this.#queues.values()].find(({ length }) => length > 0)?.shift();
    for (let task = next(); task !== undefined; task = next()) await task();
  }
}
