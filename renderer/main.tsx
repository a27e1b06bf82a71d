import { pickBridge } from './api/pick-bridge.ts';
import { mount } from './mount.tsx';

mount(pickBridge());
