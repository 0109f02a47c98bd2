interface Named {
  readonly id: string;
  readonly resolved: { readonly name: string };
}

/** What a person calls a provider; an id that is not set up any more stands for itself. `native` is Anthropic. */
export function providerName(views: readonly Named[], id: string): string {
  const known = views.find((view) => view.id === id);
  return known?.resolved.name ?? (id === 'native' ? 'Anthropic' : id);
}
