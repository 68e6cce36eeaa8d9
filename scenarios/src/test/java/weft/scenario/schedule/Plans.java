package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Execution plans of MSCCL++ for tests, written by hand in both formats. */
final class Plans {

  private Plans() {}

  private static String plan(String head, int ranks, IntFunction<String> gpu) {
    return "{ \"name\": \"mine\", %s, \"gpus\": [\n%s\n] }\n"
        .formatted(
            head, IntStream.range(0, ranks).mapToObj(gpu).collect(Collectors.joining(",\n")));
  }

  static String others(int ranks, int rank) {
    return IntStream.range(0, ranks)
        .filter(other -> other != rank)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", "));
  }

  private static String ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String own(String type, int index) {
    return "{\"type\": \"%s\", \"index\": %d, \"size\": 1}".formatted(type, index);
  }

  private static String remote(int id, int index) {
    return "{\"buffer_id\": %d, \"index\": %d, \"size\": 1}".formatted(id, index);
  }

  private static String op(String name, List<String> from, List<String> to, String rest) {
    return "{\"name\": \"%s\", \"src_buff\": [%s], \"dst_buff\": [%s], \"channel_type\": \"memory\"%s}"
        .formatted(name, String.join(", ", from), String.join(", ", to), rest);
  }

  private static String sync(String name, int channels) {
    return "{\"name\": \"%s\", \"channel_ids\": %s, \"channel_type\": \"memory\"}"
        .formatted(name, ids(channels));
  }

  /** A rank of one kind of remote buffer, with a channel to each other, of one thread block. */
  private static String gpu(
      int ranks, int rank, String chunks, List<String> types, List<String> ops) {
    String refs =
        "\"channels\": [{\"channel_type\": \"memory\", \"channel_ids\": %s}], \"remote_buffer_refs\": [{\"access_channel_type\": \"memory\", \"remote_buffer_ids\": %s}]"
            .formatted(ids(ranks - 1), ids(types.size() * (ranks - 1)));
    String remotes =
        types.stream()
            .flatMap(
                type ->
                    IntStream.range(0, ranks)
                        .filter(other -> other != rank)
                        .mapToObj(
                            other ->
                                "{\"rank\": %d, \"type\": \"%s\", \"access_channel_types\": [\"memory\"]}"
                                    .formatted(other, type)))
            .collect(Collectors.joining(", "));
    return "{\"id\": %d, %s, \"threadblocks\": [{\"id\": 0, \"ops\": [\n%s\n], %s}],\n \"channels\": [{\"channel_type\": \"memory\", \"connected_to\": [%s]}], \"remote_buffers\": [%s], \"semaphores\": []}"
        .formatted(rank, chunks, String.join(",\n", ops), refs, others(ranks, rank), remotes);
  }

  static String chunks(int input, int output, int scratch) {
    return "\"input_chunks\": %d, \"output_chunks\": %d, \"scratch_chunks\": %d"
        .formatted(input, output, scratch);
  }

  private static final String ALL_REDUCE =
      "\"collective\": \"allreduce\", \"protocol\": \"Simple\", \"inplace\": true";

  /** Each puts its part into the output of each other, once they are ready. */
  static String allGather(int ranks) {
    return plan(
        "\"collective\": \"allgather\", \"protocol\": \"Simple\", \"inplace\": true",
        ranks,
        rank -> {
          List<String> ops = new ArrayList<>();
          ops.add(sync("signal", ranks - 1));
          ops.add(sync("wait", ranks - 1));
          for (int peer = 0; peer < ranks - 1; peer++) {
            ops.add(op("put", List.of(own("o", rank)), List.of(remote(peer, rank)), ""));
          }
          ops.add("{\"name\": \"nop\"}");
          ops.add(sync("signal", ranks - 1));
          ops.add(sync("wait", ranks - 1));
          return gpu(ranks, rank, chunks(1, ranks, 0), List.of("o"), ops);
        });
  }

  /** All pairs: each reduces its chunk of what others have put into its scratch, and sends it. */
  static String allPairs(int ranks) {
    return plan(
        ALL_REDUCE,
        ranks,
        rank -> {
          List<String> ops = new ArrayList<>();
          List<String> sources = new ArrayList<>(List.of(own("i", rank)));
          List<String> targets = new ArrayList<>(List.of(own("i", rank)));
          for (int place = 0; place < ranks - 1; place++) {
            int peer = place < rank ? place : place + 1;
            // At the peer, the place of this rank among the others.
            int slot = rank < peer ? rank : rank - 1;
            ops.add(op("put", List.of(own("i", peer)), List.of(remote(place, slot)), ""));
            sources.add(own("s", place));
            targets.add(remote(ranks - 1 + place, rank));
          }
          ops.add(sync("signal", ranks - 1));
          ops.add(sync("wait", ranks - 1));
          ops.add(op("res", sources, targets, ", \"reduce_op\": \"sum\""));
          ops.add(sync("signal", ranks - 1));
          ops.add(sync("wait", ranks - 1));
          return gpu(ranks, rank, chunks(ranks, ranks, ranks - 1), List.of("s", "i"), ops);
        });
  }

  /** The same by reading what others have. */
  static String allPairsRead(int ranks) {
    return plan(
        ALL_REDUCE,
        ranks,
        rank -> {
          List<String> sources = new ArrayList<>(List.of(own("i", rank)));
          List<String> targets = new ArrayList<>(List.of(own("i", rank)));
          for (int place = 0; place < ranks - 1; place++) {
            sources.add(remote(place, rank));
            targets.add(remote(place, rank));
          }
          return gpu(
              ranks,
              rank,
              chunks(ranks, 0, 0),
              List.of("i"),
              List.of(
                  sync("rlxsignal", ranks - 1),
                  sync("rlxwait", ranks - 1),
                  op("rres", sources, targets, ", \"reduce_op\": \"sum\""),
                  sync("signal", ranks - 1),
                  sync("wait", ranks - 1)));
        });
  }

  /** The same by packets, which two thread blocks share. */
  static String packets(int ranks) {
    return plan(
        ALL_REDUCE.replace("Simple", "LL"),
        ranks,
        rank -> {
          List<String> both = new ArrayList<>();
          for (int half = 0; half < 2; half++) {
            String share = ", \"tbg_info\": {\"tb_id\": %d, \"tbg_size\": 2}".formatted(half);
            List<String> ops = new ArrayList<>();
            List<String> sources = new ArrayList<>(List.of(own("i", rank)));
            List<String> targets = new ArrayList<>(List.of(own("i", rank)));
            for (int place = 0; place < ranks - 1; place++) {
              int peer = place < rank ? place : place + 1;
              ops.add(op("ppkt", List.of(own("i", peer)), List.of(remote(place, rank)), share));
              sources.add(own("s", peer));
              targets.add(remote(place, ranks + rank));
            }
            ops.add(op("respkt", sources, targets, share));
            for (int place = 0; place < ranks - 1; place++) {
              int peer = place < rank ? place : place + 1;
              ops.add(op("upkt", List.of(own("s", ranks + peer)), List.of(own("i", peer)), share));
            }
            both.add(String.join(",\n", ops));
          }
          String one =
              gpu(ranks, rank, chunks(ranks, ranks, 2 * ranks), List.of("s"), List.of("@"));
          String block =
              one.substring(one.indexOf("{\"id\": 0, \"ops\""), one.indexOf("],\n \"ch"));
          return one.replace(
              block,
              block.replace("@", both.get(0))
                  + ", "
                  + block.replace("{\"id\": 0", "{\"id\": 1").replace("@", both.get(1)));
        });
  }

  /** A ring in the older format: reduce-scatter, then all-gather, each rank to the next. */
  static String ring(int ranks) {
    return plan(
        "\"colletive\": \"allreduce\", \"protocol\": \"Simple\", \"inplace\": true",
        ranks,
        rank -> {
          int next = (rank + 1) % ranks;
          int before = Math.floorMod(rank - 1, ranks);
          List<String> ops = new ArrayList<>();
          for (int step = 0; step < 2 * (ranks - 1); step++) {
            int sent = Math.floorMod(rank - step, ranks);
            int received = Math.floorMod(rank - step - 1, ranks);
            // To the next, whose scratch has a chunk for each step of the first half.
            boolean isSum = step < ranks - 1;
            String to = isSum ? "i>s" : "i>i";
            ops.add(
                "{\"name\": \"put\", %s, \"o_cids\": [{\"id\": 0, \"off\": %d}], \"srcs\": [{\"buff\": \"i\", \"off\": %d}], \"ctype\": \"sm\", \"cnt\": 1}"
                    .formatted(ends("o_buff", to), isSum ? step : sent, sent));
            ops.add(
                "{\"name\": \"signal\", %s, \"o_cids\": [{\"id\": 0, \"off\": 0}], \"ctype\": \"sm\", \"cnt\": 1}"
                    .formatted(ends("o_buff", to)));
            ops.add(
                "{\"name\": \"wait\", %s, \"i_cids\": [{\"id\": 1, \"off\": 0}], \"ctype\": \"sm\", \"cnt\": 1}"
                    .formatted(ends("i_buff", to)));
            if (isSum) {
              ops.add(
                  "{\"name\": \"re\", \"srcs\": [{\"buff\": \"s\", \"off\": %d}], \"src\": %d, \"srcbuff\": \"i\", \"srcoff\": %d, \"dst\": %d, \"dstbuff\": \"i\", \"dstoff\": %d, \"ctype\": \"none\", \"cnt\": 1}"
                      .formatted(step, rank, received, rank, received));
            }
          }
          String cids = "{\"src\": \"i\", \"dst\": \"%s\", \"ctype\": \"sm\", \"cids\": [0, 1]}";
          String peers =
              "{\"srcbuff\": \"i\", \"dstbuff\": \"%s\", \"type\": \"sm\", \"connectedTo\": [%d,"
                  + " %d]}";
          return "{\"id\": %d, \"inputChunks\": %d, \"outputChunks\": 0, \"scratchChunks\": %d, \"chunkGroups\": 1, \"threadblocks\": [{\"id\": 0, \"ops\": [\n%s\n], \"channels\": [%s, %s]}], \"channels\": [%s, %s]}"
              .formatted(
                  rank,
                  ranks,
                  ranks - 1,
                  String.join(",\n", ops),
                  cids.formatted("s"),
                  cids.formatted("i"),
                  peers.formatted("s", next, before),
                  peers.formatted("i", next, before));
        });
  }

  private static String ends(String key, String pair) {
    return "\"%s\": {\"src\": \"%s\", \"dst\": \"%s\"}"
        .formatted(key, pair.substring(0, 1), pair.substring(2));
  }

  /**
   * Two ranks swap halves of an all-gather over two thread blocks: the first puts, the second
   * signals and waits, and copies out of scratch.
   *
   * @param before what the first does at its end
   * @param after what the second does at its begin
   */
  static String twoBlocks(String before, String after) {
    return plan(
        "\"collective\": \"allgather\", \"protocol\": \"Simple\", \"inplace\": true",
        2,
        rank -> {
          String first = op("put", List.of(own("o", rank)), List.of(remote(0, 0)), "");
          String last = op("copy", List.of(own("s", 0)), List.of(own("o", 1 - rank)), "");
          String one = gpu(2, rank, chunks(1, 2, 1), List.of("s"), List.of("@"));
          String block =
              one.substring(one.indexOf("{\"id\": 0, \"ops\""), one.indexOf("],\n \"ch"));
          return one.replace("\"semaphores\": []", "\"semaphores\": [{\"init_value\": 0}]")
              .replace(
                  block,
                  block.replace("@", first + before)
                      + ", "
                      + block
                          .replace("{\"id\": 0", "{\"id\": 1")
                          .replace(
                              "@",
                              after + sync("signal", 1) + ", " + sync("wait", 1) + ", " + last));
        });
  }
}
