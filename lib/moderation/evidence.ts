import * as repository from './repository';

/** Whether a report of this message waits for a decision: what it shows must last until then. */
export function isReported(messageId: string): Promise<boolean> {
  return repository.hasOpenReport('message', messageId);
}
