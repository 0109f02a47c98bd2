if (typeof document !== 'undefined') {
  // A busy machine takes longer than a second to render a page; what never comes still fails within the limit of a test.
  const { configure } = await import('@testing-library/dom');
  configure({ asyncUtilTimeout: 8_000 });
  // jsdom has no layout, and knows <dialog> but not its modal form.
  Element.prototype.scrollIntoView = () => undefined;
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
}

export {};
