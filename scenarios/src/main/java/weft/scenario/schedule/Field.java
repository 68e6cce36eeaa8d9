package weft.scenario.schedule;

/** The values of a schedule, and what XML and JSON call them; "" if the one has no such thing. */
enum Field {
  SCHEMA("", "schema"),
  NAME("name", "name"),
  OPERATION("coll", "operation"),
  RANKS("ngpus", "ranks"),
  CHUNKS("nchunksperloop", "chunks"),
  CHANNELS("nchannels", "channels"),
  IN_PLACE("inplace", "in-place"),
  OUT_OF_PLACE("outofplace", ""),
  ROOT("root", "root"),
  RANK("id", "rank"),
  INPUT("i_chunks", "input"),
  OUTPUT("o_chunks", "output"),
  SCRATCH("s_chunks", "scratch"),
  LANE("id", "lane"),
  SEND("send", "send"),
  RECEIVE("recv", "receive"),
  CHANNEL("chan", "channel"),
  STEP("s", "step"),
  TYPE("type", "do"),
  SOURCE("srcbuf", "source"),
  SOURCE_CHUNK("srcoff", "source-chunk"),
  TARGET("dstbuf", "target"),
  TARGET_CHUNK("dstoff", "target-chunk"),
  COUNT("cnt", "count"),
  AFTER_LANE("depid", "after-lane"),
  AFTER_STEP("deps", "after-step");

  private final String xml;
  private final String json;

  Field(String xml, String json) {
    this.xml = xml;
    this.json = json;
  }

  String name(Syntax syntax) {
    return syntax == Syntax.XML ? xml : json;
  }
}
