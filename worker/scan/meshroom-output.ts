import type { ScanFailureReason, ScanStage } from '@/lib/scans/schema';

/** Where one node of Meshroom's graph belongs in our stages. A node that we do not know belongs to the one before it. */
const stageOfNode: Readonly<Record<string, ScanStage>> = {
  CameraInit: 'cameras',
  FeatureExtraction: 'cameras',
  ImageMatching: 'cameras',
  FeatureMatching: 'cameras',
  StructureFromMotion: 'cameras',
  PrepareDenseScene: 'depth',
  DepthMap: 'depth',
  DepthMapFilter: 'depth',
  Meshing: 'surface',
  MeshFiltering: 'surface',
  Texturing: 'texture',
  Publish: 'texture',
};

const stagesInOrder: readonly ScanStage[] = ['cameras', 'depth', 'surface', 'texture'];

export interface NodeAtWork {
  type: string;
  /** Share of its chunks that are done, 0 to 1, and how much one chunk is of the node. */
  done: number;
  chunk: number;
  /** Where it writes; null until meshroom_batch says so. */
  logFile: string | null;
}

/** What meshroom_batch prints, read line by line: which nodes there are and which is at work. */
export class NodeList {
  /** Types in the order of the list, for the share of each stage. */
  #planned: string[] = [];
  readonly #finished: string[] = [];
  #current: NodeAtWork | null = null;

  get current(): NodeAtWork | null {
    return this.#current;
  }

  read(line: string): void {
    const planned = /^Nodes to execute:\s+\[(.*)\]/.exec(line);
    if (planned)
      this.#planned = [...(planned[1] ?? '').matchAll(/'(\w+)_\d+'/g)].map((match) => match[1] ?? '');
    const node = /^\[\d+\/\d+\](?:\((\d+)\/(\d+)\))? (\w+)/.exec(line);
    if (node) this.#begin(node[3] ?? '', Number(node[1] ?? 1), Number(node[2] ?? 1));
    const log = /^ - logFile: (.+)$/.exec(line);
    if (log && this.#current) this.#current.logFile = log[1] ?? null;
  }

  #begin(type: string, chunk: number, chunks: number): void {
    if (this.#current && this.#current.type !== type) this.#finished.push(this.#current.type);
    this.#current = { type, done: (chunk - 1) / chunks, chunk: 1 / chunks, logFile: null };
  }

  /**
   * Our stage and how much of it is done. Never goes back: nodes that do not depend on each other come in any order.
   * @param withinLog share of the current chunk that its log tells
   */
  progress(withinLog: number): { stage: ScanStage; fraction: number } | null {
    if (!this.#current) return null;
    const seen = [...this.#finished, this.#current.type].flatMap((type) => stageOfNode[type] ?? []);
    const stage = stagesInOrder.findLast((name) => seen.includes(name));
    if (!stage) return null;
    const nodes = this.#planned.filter((type) => stageOfNode[type] === stage);
    const finished = this.#finished.filter((type) => stageOfNode[type] === stage).length;
    const own = stageOfNode[this.#current.type] === stage;
    const within = own ? this.#current.done + this.#current.chunk * withinLog : 0;
    return { stage, fraction: Math.min(1, (finished + within) / Math.max(1, nodes.length)) };
  }
}

/** How far a node is, by its log: 0 to 1. */
export function progressOfLog(type: string, log: string, images: number): number {
  const last = (pattern: RegExp) => [...log.matchAll(pattern)].at(-1);
  const share = (match: RegExpMatchArray | undefined) =>
    match ? Number(match[1]) / Math.max(1, Number(match[2])) : 0;
  switch (type) {
    case 'FeatureExtraction':
      return Math.min(1, (log.match(/features extracted from view/g)?.length ?? 0) / Math.max(1, images));
    case 'FeatureMatching':
      // Bars of 51 stars, one for each image that is matched with others.
      return Math.min(1, (log.match(/\*/g)?.length ?? 0) / (51 * Math.max(1, images)));
    case 'StructureFromMotion':
      return share(last(/\[(\d+)\/(\d+)\] Robust Resection of view/g));
    case 'Texturing':
      return share(last(/ - camera \d+ \((\d+)\/(\d+)\)/g));
    default:
      return 0;
  }
}

export interface Calibration {
  images: number;
  cameras: number;
  landmarks: number;
  /** Root mean square of the reprojection errors, in pixels. */
  residual: number;
}

/** What structure from motion says at its end; null while it has not. */
export function readCalibration(log: string): Calibration | null {
  const figure = (name: string) => Number(new RegExp(`- # ${name}: (\\d+)`).exec(log)?.[1] ?? Number.NaN);
  const found = {
    images: figure('input images'),
    cameras: figure('cameras calibrated'),
    landmarks: figure('landmarks'),
    residual: Number([...log.matchAll(/- residual RMSE: ([\d.]+)/g)].at(-1)?.[1] ?? Number.NaN),
  };
  return Object.values(found).some(Number.isNaN) ? null : found;
}

/** What Meshroom and its nodes print when they fail, and what it means for the person who filmed. The first fits. */
const failures: readonly (readonly [RegExp, ScanFailureReason])[] = [
  [/No space left on device|Errno 28\]/, 'out_of_space'],
  [/No valid input file or no image/, 'unreadable'],
  [/Can't find\/open image file/, 'unreadable'],
  [/No image pair to match/, 'too_few_views'],
  [/space bounding box is too small/, 'no_parallax'],
  [/Unable to load matches/, 'too_plain_or_shiny'],
  [/No valid tracks/, 'nothing_recognised'],
];

/** @param output the end of all that was printed, the logs of the nodes included */
export function reasonOfFailure(output: string): ScanFailureReason {
  return failures.find(([pattern]) => pattern.test(output))?.[1] ?? 'engine_crashed';
}

/** A write that failed for want of space: meshroom_batch prints this and then hangs for ever. */
export const saysFull = (line: string): boolean => reasonOfFailure(line) === 'out_of_space';
