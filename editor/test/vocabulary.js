// What is known in these tests.

import { Vocabulary } from "../src/vocabulary.js";

const O = "https://example.org/ontology#";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

export const VOCABULARY = new Vocabulary({
  base: "https://example.org/",
  prefixes: { o: O, drug: "https://example.org/drug/", ours: "https://example.org/", rdf: RDF },
  classes: {
    [`${O}Drug`]: { count: 9, label: "drug", properties: { [`${O}actsOn`]: 4, [`${RDF}type`]: 9 } },
    [`${O}Trial`]: { count: 3, label: "trial", comment: "A trial.", properties: { [`${O}phase`]: 3 } },
  },
  properties: {
    [`${RDF}type`]: { count: 12 },
    [`${O}actsOn`]: { count: 4, label: "acts on" },
    [`${O}phase`]: { count: 3, label: "phase of the trial" },
  },
  questions: [],
});
