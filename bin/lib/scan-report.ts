import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import { overallFraction } from '@/lib/scans/policy';
import type { ScanProgress, ScanStage } from '@/lib/scans/schema';
import type { ScanOutput } from '@/worker/scan/engine';

type Made = Pick<ScanOutput, 'verdict' | 'triangles' | 'bytes' | 'stageSeconds'>;

/** How the command tells what happens. */
export interface Report {
  progress(progress: ScanProgress): void;
  /** Without the other files' paths where those are not kept. */
  done(made: Made & Partial<ScanOutput>, modelPath: string): void;
  failed(reason: string, sentence: string, detail: string): void;
}

const overall = ({ stage, fraction }: ScanProgress) => overallFraction(stage, fraction);

/** One JSON object a line on stdout. */
export function jsonReport(write: (line: string) => void): Report {
  const say = (event: string, rest: object) => write(`${JSON.stringify({ event, ...rest })}\n`);
  return {
    progress: (progress) => say('progress', { overall: Number(overall(progress).toFixed(4)), ...progress }),
    done: (output, model) => say('done', { ...output, modelPath: model }),
    failed: (reason, sentence, detail) => say('failed', { reason, sentence, detail }),
  };
}

/** A bar on a terminal; elsewhere (a log) one line for each stage. */
export function textReport(terminal: boolean): Report {
  const bar = terminal ? startBar() : null;
  let highest = 0;
  let lastStage: ScanStage | null = null;
  let seen = '';
  return {
    progress(progress) {
      highest = Math.max(highest, overall(progress));
      if (progress.framesChosen) seen = `${progress.framesChosen} frames`;
      if (progress.camerasSolved) seen = `${progress.camerasSolved} cameras`;
      bar?.single.update(Math.round(1000 * highest), { stage: progress.stage, seen });
      if (!bar && progress.stage !== lastStage) console.log(progress.stage);
      lastStage = progress.stage;
    },
    done(output, model) {
      bar?.single.update(1000);
      bar?.multi.stop();
      const { verdict, triangles, bytes, stageSeconds } = output;
      const seconds = Object.values(stageSeconds).reduce((sum, value) => sum + value, 0);
      const sides = verdict.missingSides.length > 0 ? `, not filmed: ${verdict.missingSides.join(', ')}` : '';
      console.log(
        `${model}: ${triangles} triangles, ${(bytes / 1e6).toFixed(2)} MB, ${seconds.toFixed(0)} s`,
      );
      console.log(
        `${verdict.camerasSolved} of ${verdict.framesChosen} cameras, ${verdict.coveredDegrees}° round the item${sides}`,
      );
    },
    failed(_reason, sentence, detail) {
      bar?.multi.stop();
      console.error(sentence);
      if (detail) console.error(`(${detail})`);
    },
  };
}

function startBar(): { multi: MultiBar; single: SingleBar } {
  const multi = new MultiBar(
    {
      format: '{bar} {percentage}% | {stage} | {seen} | {duration_formatted}',
      hideCursor: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  return { multi, single: multi.create(1000, 0, { stage: 'inspect', seen: '' }) };
}
