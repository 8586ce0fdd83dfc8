import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ChildOptions, runChild } from '@/lib/platform/child-process';

/** Enough for 4K HEVC with ten-bit reference frames, far below what would hurt the machine. */
const addressSpaceBytes = 6 * 2 ** 30;

const videoInSandbox = '/input/video';
const outputInSandbox = '/output';

export interface DecoderRequest extends Omit<ChildOptions, 'addressSpaceBytes' | 'environment' | 'cwd'> {
  /** The untrusted file. */
  video: string;
  /** Folder that the tool may write into, and nothing else. `{output}` in `args` stands for it. */
  outputDirectory?: string;
}

/** What phones and browsers record. The demuxer is forced by content, so that no playlist format is ever probed. */
export type Container = 'mov' | 'matroska';

/** Decides by the first bytes of the file (ISO 14496-12 box types; the EBML magic), never by its name. */
export async function sniffContainer(file: string): Promise<Container | null> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(12);
    const { bytesRead } = await handle.read(head, 0, 12, 0);
    if (bytesRead < 12) return null;
    if (head.readUInt32BE(0) === 0x1a45dfa3) return 'matroska';
    const boxes = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);
    return boxes.has(head.toString('latin1', 4, 8)) ? 'mov' : null;
  } finally {
    await handle.close();
  }
}

/**
 * Runs ffmpeg or ffprobe on an untrusted file: demuxer forced, only the protocols file and pipe, no network, memory and
 * time limited, and, where bubblewrap works, with nothing of the machine in sight but /usr, the file and the output
 * folder. `beforeInput` and `args` go before and after `-i FILE`. Returns stdout; throws ChildError.
 */
export async function sandboxedFfmpeg(
  tool: 'ffmpeg' | 'ffprobe',
  container: Container,
  request: DecoderRequest & { beforeInput?: readonly string[]; args: readonly string[] },
): Promise<string> {
  const boxed = await bubblewrapWorks();
  const video = boxed ? videoInSandbox : resolve(request.video);
  const output = boxed ? outputInSandbox : resolve(request.outputDirectory ?? '.');
  const guard = ['-v', 'error', '-protocol_whitelist', 'file,pipe', '-f', container];
  const quiet = tool === 'ffmpeg' ? ['-nostdin', '-y'] : [];
  const args = request.args.map((arg) => arg.replace('{output}', output));
  const command = [tool, ...quiet, ...guard, ...(request.beforeInput ?? []), '-i', video, ...args];
  const [program = '', ...rest] = boxed ? ['bwrap', ...bubblewrapArgs(request), ...command] : command;
  return runChild(program, rest, { ...request, addressSpaceBytes });
}

function bubblewrapArgs(request: DecoderRequest): string[] {
  const output = request.outputDirectory
    ? ['--bind', resolve(request.outputDirectory), outputInSandbox]
    : ['--tmpfs', outputInSandbox];
  return [
    ...baseArgs,
    ...['--ro-bind', resolve(request.video), videoInSandbox],
    ...output,
    ...['--chdir', '/', '--'],
  ];
}

// /etc/alternatives: Debian's ffmpeg finds its BLAS through it.
const baseArgs = [
  ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
  ...['--setenv', 'PATH', '/usr/local/bin:/usr/bin:/bin', '--ro-bind', '/usr', '/usr'],
  ...['/bin', '/lib', '/lib64', '/etc/alternatives', '/etc/ld.so.cache'].flatMap((path) => [
    '--ro-bind-try',
    path,
    path,
  ]),
  ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
];

let probe: Promise<boolean> | undefined;

/** Many containers forbid user namespaces: then the other limits have to do. Asked once per process. */
export function bubblewrapWorks(): Promise<boolean> {
  probe ??= runChild('bwrap', [...baseArgs, '--', 'true'], {
    signal: new AbortController().signal,
    timeoutMs: 5_000,
  }).then(
    () => true,
    () => false,
  );
  return probe;
}
