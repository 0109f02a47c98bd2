// A busy machine takes longer than a second to render a page; what never comes still fails within the limit of a test.
if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/dom');
  configure({ asyncUtilTimeout: 8_000 });
}

export {};
