/** Everything with an end has one `dispose`, registered where the thing is made. Calling it twice is harmless. */
export interface Disposable {
  dispose(): void;
}
