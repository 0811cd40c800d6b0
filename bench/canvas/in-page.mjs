/**
 * What runs inside the measured page: the clock of its frames, and a hand that moves once in each of them.
 *
 * Playwright serialises these functions, so each stands alone and names nothing outside itself.
 */

/**
 * Moves the pressed pointer, or turns the wheel, once in every frame: fewer inputs than frames would flatter.
 *
 * @param stroke `kind` "pointer", "wheel" or "rest" (only the clock runs); `frames` how many; `from` and `to` points of
 *   the window between which the pointer swings to and fro; `wheel` the turn of one frame, which changes its sign halfway.
 * @returns milliseconds between frames.
 */
export function strokeInFrames({ kind, frames, from, to, wheel }) {
  // There, back and there again.
  const swing = (part) => (1 - Math.cos(part * 3 * Math.PI)) / 2;
  const pointAt = (part) => ({
    clientX: from.x + (to.x - from.x) * swing(part),
    clientY: from.y + (to.y - from.y) * swing(part),
  });
  // Asked for once: to look for it in every frame is work that is not the canvas'.
  const target = document.elementFromPoint(from.x, from.y) ?? document.body;
  const common = { bubbles: true, cancelable: true, composed: true, view: window };
  function movePointer(part) {
    const at = { ...common, ...pointAt(part), buttons: 1, pointerId: 1, pointerType: "mouse", isPrimary: true, shiftKey: false };
    target.dispatchEvent(new PointerEvent("pointermove", at));
    target.dispatchEvent(new MouseEvent("mousemove", at));
  }
  function turnWheel(part) {
    const sign = part < 0.5 ? 1 : -1;
    const turned = { deltaX: wheel.x * sign, deltaY: wheel.y * sign, ctrlKey: wheel.zooms };
    target.dispatchEvent(new WheelEvent("wheel", { ...common, ...turned, clientX: from.x, clientY: from.y }));
  }
  return new Promise((resolve) => {
    const deltas = [];
    let before = null;
    requestAnimationFrame(function next(now) {
      if (before !== null) deltas.push(now - before);
      before = now;
      if (deltas.length >= frames) return resolve(deltas);
      const part = deltas.length / frames;
      if (kind === "pointer") movePointer(part);
      else if (kind === "wheel") turnWheel(part);
      requestAnimationFrame(next);
    });
  });
}

/** Begins to note for every key how long it takes until the frame that shows it is drawn; `window.readKeys()` ends it. */
export function watchKeys() {
  const delays = [];
  const note = ({ timeStamp }) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => delays.push(performance.now() - timeStamp);
      channel.port2.postMessage(null);
    });
  window.addEventListener("keydown", note, { capture: true });
  window.readKeys = () => {
    window.removeEventListener("keydown", note, { capture: true });
    return delays;
  };
}

/** Before the page's own script: notes when the canvas first shows something, and long tasks. */
export function watchLoad() {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTasks.push({ startTime, duration });
  }).observe({ type: "longtask", buffered: true });
  requestAnimationFrame(function look() {
    if (document.querySelector("[data-testid=overview], .react-flow__node [data-card]") === null) return requestAnimationFrame(look);
    requestAnimationFrame(() => {
      window.drawnAt = performance.now();
    });
  });
}

/** Of a page that is quiet: milliseconds from the request to the first picture, and to the end of the last long task after it. */
export function readLoad() {
  const ends = window.longTasks.map(({ startTime, duration }) => startTime + duration);
  return { drawnMs: window.drawnAt, interactiveMs: Math.max(window.drawnAt, ...ends) };
}
