package weft.scenario.schedule;

/** MSCCL XML of a ring all-reduce in place, a step a line. */
public final class RingXml {

  private RingXml() {}

  /** Over so many ranks. */
  public static String of(int ranks) {
    StringBuilder xml = new StringBuilder();
    xml.append(
        ("<algo name=\"ring\" proto=\"Simple\" nchannels=\"1\" nchunksperloop=\"%d\" ngpus=\"%d\""
                + " coll=\"allreduce\" inplace=\"1\">\n")
            .formatted(ranks, ranks));
    for (int rank = 0; rank < ranks; rank++) {
      xml.append(
          "  <gpu id=\"%d\" i_chunks=\"%d\" o_chunks=\"0\" s_chunks=\"0\">\n"
              .formatted(rank, ranks));
      xml.append(
          "    <tb id=\"0\" send=\"%d\" recv=\"%d\" chan=\"0\">\n"
              .formatted((rank + 1) % ranks, (rank + ranks - 1) % ranks));
      for (int step = 0; step < 2 * ranks - 1; step++) {
        String type =
            step == 0
                ? "s"
                : step < ranks - 1
                    ? "rrs"
                    : step == ranks - 1 ? "rrcs" : step < 2 * ranks - 2 ? "rcs" : "r";
        xml.append(step(step, type, Math.floorMod(rank - 1 - step, ranks)));
      }
      xml.append("    </tb>\n  </gpu>\n");
    }
    return xml.append("</algo>\n").toString();
  }

  static String step(int step, String type, int chunk) {
    return ("      <step s=\"%d\" type=\"%s\" srcbuf=\"i\" srcoff=\"%d\" dstbuf=\"i\" dstoff=\"%d\""
            + " cnt=\"1\" depid=\"-1\" deps=\"-1\" hasdep=\"0\"/>\n")
        .formatted(step, type, chunk, chunk);
  }
}
