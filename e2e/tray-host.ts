import dbus from 'dbus-next';

const { Interface } = dbus.interface;
const watcherName = 'org.kde.StatusNotifierWatcher';

/** The part of a desktop that trays register at (StatusNotifierWatcher), played on the session bus. */
class Watcher extends Interface {
  readonly items: string[] = [];
  readonly #onItem: (name: string) => void;

  constructor(onItem: (name: string) => void) {
    super(watcherName);
    this.#onItem = onItem;
  }
  RegisterStatusNotifierItem(name: string): void {
    this.items.push(name);
    this.#onItem(name);
  }
  RegisterStatusNotifierHost(): void {
    // This watcher is its own host.
  }
  get RegisteredStatusNotifierItems(): string[] {
    return this.items;
  }
  /* eslint-disable @typescript-eslint/class-literal-property-style -- D-Bus properties are getters: dbus-next reads them from the prototype */
  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }
  get ProtocolVersion(): number {
    return 0;
  }
  /* eslint-enable @typescript-eslint/class-literal-property-style */
}
Watcher.configureMembers({
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's', outSignature: '' },
    RegisterStatusNotifierHost: { inSignature: 's', outSignature: '' },
  },
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: 'read' },
    IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
    ProtocolVersion: { signature: 'i', access: 'read' },
  },
});

export interface TrayEntry {
  readonly id: number;
  readonly depth: number;
  readonly label: string;
  readonly toggle: 'checkmark' | 'radio' | null;
  readonly checked: boolean;
  readonly enabled: boolean;
}

/** One tray icon as its desktop sees it. */
export interface TrayIcon {
  tooltip(): Promise<string>;
  /** The exported menu, flat, with depth; separators left out. */
  menu(): Promise<readonly TrayEntry[]>;
  /** By label, because ids change with each new menu. */
  click(label: string | RegExp): Promise<void>;
}

export interface TrayHost {
  /** The icon that registers next, or the newest that did since the last call. */
  nextIcon(timeoutMs?: number): Promise<TrayIcon>;
  close(): void;
}

/** Must be there before the app starts: Electron looks for it once. */
export async function startTrayHost(): Promise<TrayHost> {
  const bus = dbus.sessionBus();
  const waiting: string[] = [];
  let arrived: (() => void) | null = null;
  const watcher = new Watcher((name) => {
    waiting.push(name);
    arrived?.();
  });
  bus.export('/StatusNotifierWatcher', watcher);
  await bus.requestName(watcherName, 0);
  return {
    nextIcon: async (timeoutMs = 10_000) => {
      if (waiting.length === 0)
        await new Promise<void>((resolve, reject) => {
          const timer = setTimeout(() => {
            reject(new Error(`no tray icon within ${timeoutMs} ms`));
          }, timeoutMs);
          arrived = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      arrived = null;
      const name = waiting.splice(0).at(-1);
      if (name === undefined) throw new Error('no tray icon');
      return openIcon(bus, name);
    },
    close: () => {
      bus.disconnect();
    },
  };
}

function openIcon(bus: dbus.MessageBus, name: string): TrayIcon {
  // Raw calls: Chromium answers no Introspect.
  const call = async (
    path: string,
    face: string,
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<unknown[]> => {
    const reply = await bus.call(
      new dbus.Message({ destination: name, path, interface: face, member, signature, body }),
    );
    return (reply?.body ?? []) as unknown[];
  };
  const properties = async (): Promise<Record<string, unknown>> => {
    const [all] = await call(
      '/StatusNotifierItem',
      'org.freedesktop.DBus.Properties',
      'GetAll',
      's',
      ['org.kde.StatusNotifierItem'],
    );
    return plain(all) as Record<string, unknown>;
  };
  const menuCall = async (member: string, signature: string, body: unknown[]): Promise<unknown[]> =>
    call(String((await properties())['Menu']), 'com.canonical.dbusmenu', member, signature, body);
  const menu = async (): Promise<readonly TrayEntry[]> => {
    const [, layout] = await menuCall('GetLayout', 'iias', [0, -1, []]);
    return flatten(layout as Layout, 0).filter((entry) => entry.label !== '');
  };
  return {
    menu,
    tooltip: async () => {
      const tip = (await properties())['ToolTip'];
      return Array.isArray(tip) ? tip.filter((part) => typeof part === 'string').join('\n') : '';
    },
    click: async (label) => {
      const entries = await menu();
      const entry = entries.find((known) =>
        typeof label === 'string' ? known.label === label : label.test(known.label),
      );
      if (entry === undefined)
        throw new Error(`no "${String(label)}" among ${entries.map((e) => e.label).join(' | ')}`);
      const seconds = Math.floor(Date.now() / 1000);
      const event = [entry.id, 'clicked', new dbus.Variant('s', ''), seconds];
      await menuCall('Event', 'isvu', event).catch((error: unknown) => {
        // Quit leaves the bus before it answers.
        if (!/NoReply|disconnected/.test(String(error))) throw error;
      });
    },
  };
}

type Layout = [id: number, properties: Record<string, dbus.Variant>, children: dbus.Variant[]];

function flatten([id, properties, children]: Layout, depth: number): TrayEntry[] {
  const values = plain(properties) as Record<string, unknown>;
  const toggle = values['toggle-type'];
  const entry: TrayEntry = {
    id,
    depth,
    label: typeof values['label'] === 'string' ? values['label'].replaceAll('__', '_') : '',
    toggle: toggle === 'checkmark' || toggle === 'radio' ? toggle : null,
    checked: values['toggle-state'] === 1,
    enabled: values['enabled'] !== false,
  };
  return [entry, ...children.flatMap((child) => flatten(child.value as Layout, depth + 1))];
}

/** D-Bus variants unwrapped. */
function plain(value: unknown): unknown {
  if (value instanceof dbus.Variant) return plain(value.value);
  if (Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value;
}
