import { note } from './record.ts';
import { refuseUnknown } from './refuse.ts';

/** One entry of a menu template. */
export interface MenuTemplateItem {
  id?: string;
  label?: string;
  role?: string;
  type?: string;
  accelerator?: string;
  enabled?: boolean;
  visible?: boolean;
  checked?: boolean;
  click?: (...args: unknown[]) => void;
  submenu?: MenuTemplateItem[] | MenuStandIn;
}

/** An entry of a menu; tests find it and call `click()`. */
export interface MenuEntry extends Omit<MenuTemplateItem, 'submenu'> {
  submenu?: MenuStandIn;
}

let applicationMenu: MenuStandIn | null = null;

/** What `Menu` is, before unknown statics are refused. */
export class MenuStandIn {
  readonly items: MenuEntry[] = [];

  static buildFromTemplate(template: MenuTemplateItem[]): MenuStandIn {
    const menu = new MenuStandIn();
    for (const item of template) menu.items.push(toEntry(item));
    return menu;
  }
  static setApplicationMenu(menu: MenuStandIn | null): void {
    applicationMenu = menu;
  }
  static getApplicationMenu(): MenuStandIn | null {
    return applicationMenu;
  }

  /** The entry with this id, here or in a submenu. */
  getMenuItemById(id: string): MenuEntry | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
  popup(): void {
    note(
      'menuPopup',
      this.items.map(({ label, role, type }) => label ?? role ?? type),
    );
  }
}

function toEntry(item: MenuTemplateItem): MenuEntry {
  if (!item.label && !item.role && !item.type && !item.submenu) {
    throw new TypeError('Invalid template for MenuItem: must have submenu, label, role or type');
  }
  const { submenu, ...rest } = item;
  if (!submenu) return rest;
  return { ...rest, submenu: submenu instanceof MenuStandIn ? submenu : MenuStandIn.buildFromTemplate(submenu) };
}

/** `Menu`: a structure to read and click; nothing is drawn, and roles do nothing. */
export const Menu = refuseUnknown('Menu', MenuStandIn);
