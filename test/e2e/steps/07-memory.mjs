// Files larger than the memory: a CSV and an HDF5 file become arrays while the process's own memory stays below a limit, and a network learns from more than is kept.
// 1 GiB each, below 400 MiB and below 1000 MiB; with FAIR_AI_E2E_BIG=1 it is 8 GiB each below 1 GiB and below 2 GiB, which needs 30 GB of disk and some minutes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { files, json, make, packageOf, project } from '../lib/project.mjs';
import { commonPython } from '../lib/python.mjs';
import { good } from '../lib/shell.mjs';
import { need } from '../lib/skip.mjs';
import { folder } from '../lib/work.mjs';

const BIG = process.env.FAIR_AI_E2E_BIG === '1';
const [GIB, LIMIT] = BIG ? [8, 1024] : [1, 400]; // of the file in GiB, of the memory in MiB
const [JETS, JETS_LIMIT] = BIG ? [1_150_000, 2048] : [140_000, 1000]; // 8.2 GiB as arrays, or 1 GiB
const BARE = ['--no-git', '--no-docs', '--no-notebooks', '--no-docker', '--no-conda'];
const DISK = 3.5 * GIB * 2 ** 30; // the file, its copy in data/raw/, the arrays

/** Repeats one block of rows until the file has its size: prints rows and the mean of the first column. */
const WRITE = `
import sys
import numpy as np
path, size = sys.argv[1], float(sys.argv[2]) * 2**30
random = np.random.default_rng(0)
x = random.normal(5, 1, (50_000, 16)).round(6)
y = x[:, 0] - 2 * x[:, 1]
kind = np.array(["red", "green", "blue"])[np.arange(len(x)) % 3]
count = 0
if path.endswith(".csv"):
    block = "".join(",".join(map(str, row)) + f",{word},{goal!r}\\n" for row, word, goal in zip(x.tolist(), kind.tolist(), y.tolist())).encode()
    with open(path, "wb") as file:
        file.write((",".join([f"x{n}" for n in range(16)] + ["kind", "y"]) + "\\n").encode())
        while file.tell() < size:
            file.write(block)
            count += 1
else:
    import h5py
    count = int(size / (17 * 8 * len(x))) + 1
    with h5py.File(path, "w") as file:
        wide = file.create_dataset("x", (count * len(x), 16), "f8", chunks=(8192, 16))
        goal = file.create_dataset("y", (count * len(x),), "f8", chunks=(65536,))
        for n in range(count):
            wide[n * len(x):(n + 1) * len(x)] = x
            goal[n * len(x):(n + 1) * len(x)] = y
print(count * len(x), float(x[:, 0].mean()))
`;

/** Runs a command and kills it when its own memory passes the limit in MiB. Pages of files, which the system takes back when it wants, do not count. */
const WATCH = `
import json, subprocess, sys, time
limit, begun, peak, arrays = int(sys.argv[1]) * 1024, time.monotonic(), 0, None
with open("watched.log", "w") as log:
    process = subprocess.Popen(sys.argv[2:], stdout=log, stderr=log)
    while process.poll() is None:
        try:
            lines = open(f"/proc/{process.pid}/status").read().splitlines()
        except OSError:
            break
        used = next((int(line.split()[1]) for line in lines if line.startswith("RssAnon:")), 0)
        peak = max(peak, used)
        if used > limit:
            process.kill()
        if arrays is None and "data/processed:" in open("watched.log").read():
            arrays = time.monotonic() - begun
        time.sleep(0.02)
print(json.dumps({"code": process.wait(), "peak": peak // 1024, "seconds": time.monotonic() - begun, "arrays": arrays, "said": open("watched.log").read()[-2000:]}))
`;

async function below(limit, file) {
  need(fs.existsSync('/proc/self/status'), 'the memory of a process is read in /proc');
  const at = folder('memory');
  const { bavail, bsize } = fs.statfsSync(at);
  need(bavail * bsize > DISK, `less than ${Math.round(DISK / 1e9)} GB are free`);
  const python = await commonPython();
  const source = path.join(at, file);
  try {
    const [rows, mean] = (await good(python, ['-c', WRITE, source, String(GIB)])).stdout.trim().split(' ').map(Number);
    const made = await project('large', ['--dataset', source, '--target', 'y', '--offline', ...BARE]);
    try {
      const words = ['-u', '-m', packageOf(made), 'data', 'YES=1'];
      const { stdout } = await good(python, ['-c', WATCH, String(limit), python, ...words], { cwd: made, timeout: 7_200_000, env: { PYTHONPATH: path.join(made, 'src'), OMP_NUM_THREADS: '2' } });
      const told = JSON.parse(stdout);
      assert.equal(told.code, 0, `exit ${told.code} at ${told.peak} MiB of ${limit}:\n${told.said}`);
      const { splits, arrays } = json(made, 'data', 'processed', 'schema.json');
      assert.equal(Object.values(splits).reduce((sum, split) => sum + split.rows, 0), rows, 'every row is there');
      const found = Object.values(arrays.features.statistics).reduce((sum, one) => sum + one.count * one.mean[0], 0) / rows;
      assert.ok(Math.abs(found / mean - 1) < 1e-9, `mean ${found}, not ${mean}`);
      const size = fs.statSync(source).size / 2 ** 30;
      return `${size.toFixed(2)} GiB, ${rows} rows: at most ${told.peak} MiB of its own, arrays after ${told.arrays.toFixed(0)} s, all of it ${told.seconds.toFixed(0)} s`;
    } finally {
      fs.rmSync(made, { recursive: true, force: true });
    }
  } finally {
    fs.rmSync(source, { force: true });
  }
}

/** An epoch over the synthetic sample of jets, of which more lies on disk than may be kept. */
async function trained(rows, limit) {
  need(fs.existsSync('/proc/self/status'), 'the memory of a process is read in /proc');
  const { bavail, bsize } = fs.statfsSync(folder('room'));
  need(bavail * bsize > rows * 16_000, `less than ${Math.round(rows * 16e-6)} GB are free`);
  const [python, at] = [await commonPython(), await project('jets', ['--dataset', 'hbb', '--model', 'deepsets', '--offline', ...BARE])];
  try {
    await make(at, ['data-sample', `ROWS=${rows}`]);
    const arrays = path.join(at, 'data', 'sample', 'processed');
    const size = files(arrays).reduce((sum, file) => sum + fs.statSync(path.join(arrays, file)).size, 0) / 2 ** 20;
    const words = ['-m', packageOf(at), 'train', 'DATA=sample', 'CONFIG=smoke', 'SET=train.epochs=1', 'YES=1'];
    const { stdout } = await good(python, ['-c', WATCH, String(limit), python, ...words], { cwd: at, timeout: 7_200_000, env: { PYTHONPATH: path.join(at, 'src') } });
    const told = JSON.parse(stdout);
    assert.equal(told.code, 0, `exit ${told.code} at ${told.peak} MiB of ${limit}:\n${told.said}`);
    return `${size.toFixed(0)} MiB, ${rows} rows: at most ${told.peak} MiB of its own, ${told.seconds.toFixed(0)} s`;
  } finally {
    fs.rmSync(at, { recursive: true, force: true });
  }
}

/** The watch itself: the same command below far less than Python needs is killed. */
async function watched() {
  need(fs.existsSync('/proc/self/status'), 'the memory of a process is read in /proc');
  const python = await commonPython();
  const { stdout } = await good(python, ['-c', WATCH, '100', python, '-c', 'x = bytearray(b"1") * 400_000_000; import time; time.sleep(30)'], { cwd: folder('watch') });
  const { code, peak } = JSON.parse(stdout);
  assert.equal(code, -9, 'killed');
  return `killed at ${peak} MiB of 100`;
}

export const steps = [
  { name: 'memory: what needs more than the limit is killed', run: watched },
  { name: `memory: ${GIB} GiB of CSV below ${LIMIT} MiB`, run: () => below(LIMIT, 'large.csv') },
  { name: `memory: an epoch of ${JETS} jets below ${JETS_LIMIT} MiB`, run: () => trained(JETS, JETS_LIMIT) },
  { name: `memory: ${GIB} GiB of HDF5 below ${LIMIT} MiB`, run: () => below(LIMIT, 'large.h5') },
];
