// The few globals that every runtime of ours has and that `shared/` may use; it gets neither DOM nor Node types.
declare class URL {
  constructor(url: string, base?: string | URL);
  protocol: string;
  hostname: string;
  host: string;
  port: string;
  pathname: string;
  search: string;
  username: string;
  password: string;
  origin: string;
  href: string;
  toString(): string;
}
