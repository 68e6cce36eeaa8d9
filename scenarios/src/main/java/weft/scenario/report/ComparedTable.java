package weft.scenario.report;

import tools.jackson.databind.node.ObjectNode;

/** Compared runs of one kind in all formats. */
interface ComparedTable {

  /** As text. */
  String text();

  /** As tables of Markdown. */
  String markdown();

  /** As CSV. */
  String csv();

  /** Adds them to a result in JSON. */
  void json(ObjectNode root);

  /** How many means over several runs miss what is allowed. */
  default long misses() {
    return 0;
  }
}
