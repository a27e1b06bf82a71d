const inside = '[data-opened] :is([role="tree"], [role="grid"], [role="group"][tabindex])';
/** Frames a resource may take to be read and drawn before the wish to go there lapses. */
const patience = 180;

/** From the rows on into the open resource, once it is drawn; unless focus has moved elsewhere by then. */
export function focusResource(): void {
  const from = document.activeElement;
  let frames = 0;
  const look = () => {
    frames += 1;
    if (document.activeElement !== from || frames > patience) return;
    const target = document.querySelector(inside);
    if (target instanceof HTMLElement) target.focus();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
