/**
 * Form uploads, read by the platform's own parser.
 */
import { ApiError } from "./api-error";

export async function readForm(bytes: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { "content-type": contentType } }).formData();
  } catch {
    throw new ApiError(422, {
      object: "Error",
      detail: [{ type: "form_invalid", loc: ["body"], msg: "The body is not a form", input: null }],
    });
  }
}
