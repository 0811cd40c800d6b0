import { describe, expect, it } from "vitest";
import { fieldsOfSchema, schemaOfFields } from "./json-schema-fields";

describe("schema as fields", () => {
  it("gives the same schema back after rows were made of it", () => {
    const schema = schemaOfFields([
      { key: "title", type: "string", description: "A headline", isRequired: true },
      { key: "scores", type: "number_list", description: "", isRequired: false },
    ]);
    const fields = fieldsOfSchema(schema);
    expect(fields).not.toBeNull();
    expect(schemaOfFields(fields ?? [])).toEqual(schema);
  });

  it("leaves a schema alone that says more than rows can", () => {
    expect(fieldsOfSchema({ type: "object", properties: { a: { type: "string", enum: ["x"] } } })).toBeNull();
    expect(fieldsOfSchema({ type: "object", properties: {}, $defs: {} })).toBeNull();
    expect(fieldsOfSchema({ type: "array", items: { type: "string" } })).toBeNull();
  });

  it("begins with no rows where there is no schema", () => {
    expect(fieldsOfSchema(null)).toEqual([]);
  });
});
