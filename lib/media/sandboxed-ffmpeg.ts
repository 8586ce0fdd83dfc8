import { readFileHead } from './magic-bytes';
import { runInSandbox, type SandboxRequest } from './sandbox';

/** Enough for 4K HEVC with ten-bit reference frames, far below what would hurt the machine. */
const addressSpaceBytes = 6 * 2 ** 30;

export interface DecoderRequest extends Omit<SandboxRequest, 'input' | 'addressSpaceBytes' | 'args'> {
  /** The untrusted file. */
  video: string;
}

/** What phones and browsers record. The demuxer is forced by content, so that no playlist format is ever probed. */
export type Container = 'mov' | 'matroska';

/** Decides by the first bytes of the file (ISO 14496-12 box types; the EBML magic), never by its name. */
export async function sniffContainer(file: string): Promise<Container | null> {
  const head = await readFileHead(file, 12);
  if (head.length < 12) return null;
  if (head.readUInt32BE(0) === 0x1a45dfa3) return 'matroska';
  const boxes = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);
  return boxes.has(head.toString('latin1', 4, 8)) ? 'mov' : null;
}

/**
 * Runs ffmpeg or ffprobe on an untrusted file: demuxer forced, only the protocols file and pipe, and in the sandbox.
 * `beforeInput` and `args` go before and after `-i FILE`. Returns stdout; throws ChildError.
 */
export async function sandboxedFfmpeg(
  tool: 'ffmpeg' | 'ffprobe',
  container: Container,
  request: DecoderRequest & { beforeInput?: readonly string[]; args: readonly string[] },
): Promise<string> {
  const { video, beforeInput = [], ...rest } = request;
  const guard = ['-v', 'error', '-protocol_whitelist', 'file,pipe', '-f', container];
  const quiet = tool === 'ffmpeg' ? ['-nostdin', '-y'] : [];
  const args = [...quiet, ...guard, ...beforeInput, '-i', '{input}', ...request.args];
  return runInSandbox(tool, { ...rest, input: video, addressSpaceBytes, args });
}
