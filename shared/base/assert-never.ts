/** Ends an exhaustive `switch`: a new member of the union then fails to compile here. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
