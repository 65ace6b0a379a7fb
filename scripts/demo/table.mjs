// The demo's data: a made-up calorimeter test beam with a planted answer. Same seed, same bytes.

export const LAYERS = 6;
/** Planted: what one unit of signal in each layer is worth, in GeV. A linear fit must find these again. */
export const CONSTANTS = [0.062, 0.041, 0.035, 0.037, 0.048, 0.071];
/** Planted: resolution of the beam spectrometer in GeV. No model can do better on this table. */
export const RESOLUTION = 0.25;

const LAYER_DEPTH = 4; // radiation lengths per layer
const CRITICAL_ENERGY = 0.008; // GeV

/** mulberry32: a small seeded generator of uniform numbers in (0, 1). */
function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

const normal = (random) => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** Share of a shower's energy in each layer: a gamma profile whose maximum lies at ln(E / E_c) + `shift` radiation lengths. */
function shares(energy, shift) {
  const maximum = Math.log(energy / CRITICAL_ENERGY) + shift;
  const slope = 0.5;
  const profile = (depth) => (slope * depth) ** (maximum * slope) * Math.exp(-slope * depth);
  const layers = Array.from({ length: LAYERS }, (_, layer) => {
    const start = layer * LAYER_DEPTH;
    return Array.from({ length: 8 }, (__, step) => profile(start + ((step + 0.5) * LAYER_DEPTH) / 8)).reduce((a, b) => a + b);
  });
  const total = layers.reduce((a, b) => a + b);
  return layers.map((value) => value / total);
}

/** The CSV, one event a line: one signal per layer (counts), temperature (°C), reference energy (GeV). */
export function table(rows = 4000, seed = 20240229) {
  const random = uniform(seed);
  const head = [...Array.from({ length: LAYERS }, (_, i) => `layer${i + 1}`), 'temperature', 'energy'];
  const lines = [head.join(',')];
  for (let event = 0; event < rows; event += 1) {
    const beam = 5 + 95 * random();
    const signals = shares(beam, 0.6 * normal(random)).map((share, i) =>
      Math.max(0, (beam * share * (1 + 0.08 * normal(random))) / CONSTANTS[i] + 2 * normal(random)));
    const temperature = 21 + 1.5 * normal(random);
    const written = signals.map((signal) => signal.toFixed(3));
    const energy = written.reduce((sum, signal, i) => sum + CONSTANTS[i] * Number(signal), 0) + RESOLUTION * normal(random);
    lines.push([...written, temperature.toFixed(2), energy.toFixed(5)].join(','));
  }
  return `${lines.join('\n')}\n`;
}
