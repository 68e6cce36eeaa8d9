package weft.scenario.schedule;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a step can do: the instructions of MSCCL, and what our JSON calls them. */
enum Instruction {
  SEND("s", "send", true, false, false, true),
  RECEIVE("r", "receive", false, true, true, false),
  RECEIVE_COPY_SEND("rcs", "receive-copy-send", false, true, true, true),
  RECEIVE_REDUCE_SEND("rrs", "receive-reduce-send", true, true, false, true),
  RECEIVE_REDUCE_COPY("rrc", "receive-reduce-copy", true, true, true, false),
  RECEIVE_REDUCE_COPY_SEND("rrcs", "receive-reduce-copy-send", true, true, true, true),
  COPY("cpy", "copy", true, false, true, false),
  REDUCE("re", "reduce", true, false, true, false),
  WAIT("nop", "wait", false, false, false, false);

  private final String xml;
  private final String json;

  /** Whether it reads the source, receives, writes the target, sends. */
  final boolean reads;

  final boolean receives;
  final boolean writes;
  final boolean sends;

  Instruction(
      String xml, String json, boolean reads, boolean receives, boolean writes, boolean sends) {
    this.xml = xml;
    this.json = json;
    this.reads = reads;
    this.receives = receives;
    this.writes = writes;
    this.sends = sends;
  }

  /** Whether it adds two values. */
  boolean reduces() {
    return this == REDUCE || (reads && receives);
  }

  String name(Syntax syntax) {
    return syntax == Syntax.XML ? xml : json;
  }

  static @Nullable Instruction named(Syntax syntax, String name) {
    return Stream.of(values())
        .filter(instruction -> instruction.name(syntax).equals(name))
        .findFirst()
        .orElse(null);
  }

  static List<String> names(Syntax syntax) {
    return Stream.of(values()).map(instruction -> instruction.name(syntax)).toList();
  }
}
