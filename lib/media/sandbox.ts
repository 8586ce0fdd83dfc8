import { resolve } from 'node:path';
import { AppError, type ErrorCode } from '@/lib/errors';
import { ChildError, type ChildOptions, runChild } from '@/lib/platform/child-process';
import { logger } from '@/lib/platform/logger';

const inputInSandbox = '/input/file';
const outputInSandbox = '/output';

export interface SandboxRequest extends Omit<ChildOptions, 'environment' | 'cwd'> {
  /** The untrusted file. `{input}` in `args` stands for it. */
  input: string;
  /** Folder that the tool may write into, and nothing else. `{output}` in `args` stands for it. */
  outputDirectory?: string;
  addressSpaceBytes: number;
  args: readonly string[];
}

/**
 * Runs a decoder on an untrusted file with its memory and time limited and, where bubblewrap works, without a network
 * and with nothing of the machine in sight but /usr, the file and the output folder. Returns stdout; throws ChildError.
 */
export async function runInSandbox(tool: string, request: SandboxRequest): Promise<string> {
  const boxed = await bubblewrapWorks();
  const input = boxed ? inputInSandbox : resolve(request.input);
  const output = boxed ? outputInSandbox : resolve(request.outputDirectory ?? '.');
  const args = request.args.map((arg) => arg.replace('{input}', input).replace('{output}', output));
  const [program = '', ...rest] = boxed
    ? ['bwrap', ...bubblewrapArgs(request), tool, ...args]
    : [tool, ...args];
  return runChild(program, rest, request);
}

/**
 * What is to be thrown where a decoder failed: the rule that the file breaks, where the decoder refused it. One that was
 * killed, or could not be run, has not looked at the file, and nobody is to lose it for that: then the failure itself.
 */
export function asRefusal(error: unknown, rule: ErrorCode): unknown {
  return error instanceof ChildError && !error.isRefusal ? error : new AppError(rule, {}, { cause: error });
}

function bubblewrapArgs(request: SandboxRequest): string[] {
  const output = request.outputDirectory
    ? ['--bind', resolve(request.outputDirectory), outputInSandbox]
    : ['--tmpfs', outputInSandbox];
  return [
    ...baseArgs,
    ...['--ro-bind', resolve(request.input), inputInSandbox],
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

const never = new AbortController().signal;
let probe: Promise<boolean> | undefined;

/** Many containers forbid user namespaces: then the other limits have to do, and the log says so. Asked until it is known. */
export function bubblewrapWorks(): Promise<boolean> {
  probe ??= askBubblewrap();
  return probe;
}

async function askBubblewrap(): Promise<boolean> {
  try {
    await runChild('bwrap', [...baseArgs, '--', 'true'], { signal: never, timeoutMs: 5_000 });
    return true;
  } catch (error) {
    // A machine that is busy has not said no.
    if (error instanceof ChildError && error.ending === 'timeout') probe = undefined;
    logger.warn(
      { err: error },
      'bubblewrap does not work here: decoders see the network and the files of this machine',
    );
    return false;
  }
}
