import "server-only";

/**
 * The Content-Security-Policy of pages.
 *
 * Scripts run by nonce only. Styles stay open to inline ones, because React writes `style` attributes
 * into server-rendered HTML and the code editor and toasts insert style sheets; styles can't send
 * anything out, as images, fonts and connections are our own. Images of model output are never remote.
 */
export function pagePolicy({ nonce, isDevelopment }: { readonly nonce: string; readonly isDevelopment: boolean }): string {
  // React's development build evaluates code to rebuild server stacks, and reloads over a socket.
  const evaluation = isDevelopment ? " 'unsafe-eval'" : "";
  const socket = isDevelopment ? " ws:" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${socket}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
