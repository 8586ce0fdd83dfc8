/** For those who look after the pictures, which messages only name. */
export { isShown } from './repository';
