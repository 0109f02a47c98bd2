import { windowApi } from './bridge.ts';
import { mount } from './mount.tsx';

mount(windowApi());
