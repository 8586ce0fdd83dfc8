import { pino } from 'pino';

/** JSON lines on stdout. LOG_LEVEL is set here, not through env(), so that logging works before env is complete. */
export const logger = pino({ base: undefined, level: 'info' });
