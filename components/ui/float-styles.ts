/** How what opens over the page looks: menus, popovers, lists of choices. */
export const floatStyles = "z-50 rounded-card border bg-surface shadow-float data-[state=open]:animate-in data-[state=open]:fade-in-0";

/** What stays free between it and the window's edge, in pixels. */
export const floatMargin = 8;
