import * as repository from './repository';

/** Whether somebody has reported this message: what it shows must last until the report is decided on. */
export function isReported(messageId: string): Promise<boolean> {
  return repository.hasReport('message', messageId);
}
