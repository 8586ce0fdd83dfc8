/** The package ships no types. Its rules are described at its `lib/reference.js`. */
declare module 'dockerfilelint' {
  interface Issue {
    title: string;
    line: number;
    rule: string;
  }
  const linter: { run(configFolder: string, content: string): Issue[] };
  export default linter;
}
