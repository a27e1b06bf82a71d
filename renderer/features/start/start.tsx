import { Empty } from '../../ui/empty.tsx';

/** The first screen. */
export function Start() {
  return <Empty title="What would you like to look at first?" />;
}
