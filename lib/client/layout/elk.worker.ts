/**
 * The layout engine, off the main thread: seconds of work for hundreds of nodes.
 *
 * Loaded as a worker, the module answers messages by itself.
 */
import "elkjs/lib/elk-worker.min.js";
