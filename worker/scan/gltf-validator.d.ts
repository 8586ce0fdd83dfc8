/** The part of the package that the tests use; it brings no types. */
declare module 'gltf-validator' {
  export interface Report {
    /** Severity 0 is an error, 1 a warning, 2 information. */
    issues: { messages: { code: string; message: string; severity: number; pointer?: string }[] };
  }
  export function validateBytes(bytes: Uint8Array): Promise<Report>;
}
