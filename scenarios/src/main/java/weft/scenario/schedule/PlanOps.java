package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Quote;
import weft.topology.error.Suggestion;

/** The operations of a rank's thread blocks, with the buffers and channels that they name. */
final class PlanOps {

  private static final int MOST = 1_000_000;

  private static final Set<String> OF_OP =
      Set.of(
          "name",
          "src_buff",
          "dst_buff",
          "channel_ids",
          "channel_type",
          "tbg_info",
          "barrier_id",
          "num_threadblocks",
          "semaphore_ids",
          "iter_context",
          "ops",
          "reduce_op");

  private static final Set<String> OF_OLD_OP =
      Set.of(
          "name",
          "i_buff",
          "i_cids",
          "o_buff",
          "o_cids",
          "src",
          "srcs",
          "srcbuff",
          "srcoff",
          "dst",
          "dsts",
          "dstbuff",
          "dstoff",
          "ctype",
          "cnt",
          "deps",
          "barrier_id",
          "nthread_blocks",
          "num_threadblocks");

  private static final List<String> BUFFERS = List.of("i", "o", "s");
  private static final List<String> NAMES = List.of("input", "output", "scratch");

  private final Findings findings;
  private final PlanFields fields;
  private final boolean isOld;
  private final int rank;
  private final int ranks;
  private final int grain;
  private final List<Integer> limits;

  /** Of each kind of channel, those of the rank in their order. */
  private final Map<String, List<ExecutionPlan.Channel>> channels = new HashMap<>();

  /** Of the old format, the place of the first channel of each pair of buffers in that order. */
  private final Map<String, Integer> firsts = new HashMap<>();

  private final List<PlanNode> remotes;

  /** What the thread block at hand has of channels and of buffers of others, by kind. */
  private final Map<String, List<Integer>> ids = new HashMap<>();

  private final Map<String, List<Integer>> buffers = new HashMap<>();

  PlanOps(
      Findings findings,
      boolean isOld,
      int rank,
      int ranks,
      int grain,
      List<Integer> limits,
      PlanNode gpu) {
    this.findings = findings;
    this.isOld = isOld;
    this.rank = rank;
    this.ranks = ranks;
    this.grain = grain;
    this.limits = limits;
    fields = new PlanFields(findings);
    remotes = fields.list(gpu, "remote_buffers");
    Map<List<Object>, Integer> counts = new HashMap<>();
    for (PlanNode group : fields.list(gpu, "channels")) {
      String type = type(fields.text(group, "channel_type", "type"));
      List<ExecutionPlan.Channel> ofType = channels.computeIfAbsent(type, any -> new ArrayList<>());
      firsts.putIfAbsent(pair(group, "srcbuff", "dstbuff") + type, ofType.size());
      for (PlanNode peer : fields.list(group, "connected_to", "connectedTo")) {
        int to = fields.whole(peer, "connected_to", 0, ranks - 1);
        if (to == rank) {
          findings.add(peer.at(), "connected_to: joins rank %d to itself.".formatted(rank));
        }
        int number = counts.merge(List.of(type, to), 1, Integer::sum) - 1;
        ofType.add(new ExecutionPlan.Channel(to, type, number));
      }
    }
  }

  List<Integer> limits() {
    return limits;
  }

  /** Both formats name the same kinds. */
  private static String type(@Nullable String text) {
    return switch (text == null ? "" : text) {
      case "sm" -> "memory";
      case "proxy" -> "port";
      default -> String.valueOf(text);
    };
  }

  private static String pair(PlanNode node, String source, String target) {
    PlanNode from = node.get(source);
    PlanNode to = node.get(target);
    return (from == null ? "" : from.text()) + ">" + (to == null ? "" : to.text()) + " ";
  }

  List<ExecutionPlan.Op> read(PlanNode block, List<PlanOps> all, int semaphores) {
    ids.clear();
    buffers.clear();
    for (PlanNode group : fields.list(block, "channels")) {
      String type = type(fields.text(group, "channel_type", "ctype"));
      String key = isOld ? pair(group, "src", "dst") + type : type;
      for (PlanNode id : fields.list(group, "channel_ids", "cids")) {
        ids.computeIfAbsent(key, any -> new ArrayList<>())
            .add(fields.whole(id, "channel_ids", 0, MOST));
      }
    }
    for (PlanNode group : fields.list(block, "remote_buffer_refs")) {
      String type = type(fields.text(group, "access_channel_type"));
      for (PlanNode id : fields.list(group, "remote_buffer_ids")) {
        int number = fields.whole(id, "remote_buffer_ids", 0, MOST);
        if (number >= remotes.size()) {
          findings.add(
              id.at(),
              "remote_buffer_ids: is %d, but rank %d has %d remote_buffers."
                  .formatted(number, rank, remotes.size()));
        }
        buffers.computeIfAbsent(type, any -> new ArrayList<>()).add(number);
      }
    }
    List<ExecutionPlan.Op> ops = new ArrayList<>();
    List<PlanNode> nodes = fields.list(block, "ops");
    for (int i = 0; i < nodes.size(); i++) {
      add(nodes.get(i), Integer.toString(i), all, semaphores, ops);
    }
    return ops;
  }

  private void add(
      PlanNode node, String place, List<PlanOps> all, int semaphores, List<ExecutionPlan.Op> into) {
    fields.known(node, "an operation", isOld ? OF_OLD_OP : OF_OP);
    String name = fields.text(node, "name");
    PlanOp kind = name == null ? null : PlanOp.named(isOld, name);
    if (name == null || kind == null) {
      if (name != null) {
        findings.add(
            node.at(),
            "name: %s is no operation%s. %s"
                .formatted(
                    Quote.of(name),
                    isOld ? " of plans with inputChunks" : "",
                    Suggestion.sentence(name, PlanOp.names(isOld))));
      }
      return;
    }
    if (kind == PlanOp.MULTICAST_REDUCE || kind == PlanOp.MULTICAST_STORE) {
      findings.add(
          node.at(),
          "name: %s goes over the multicast of NVSwitches, but a schedule is of messages from rank to rank. Maybe algorithm: nvls, without algorithm-file."
              .formatted(name));
      return;
    }
    if (kind == PlanOp.PIPELINE) {
      // Each round is of another slice of the same chunks: one is enough to say who sends what.
      List<PlanNode> inside = fields.list(node, "ops");
      for (int i = 0; i < inside.size(); i++) {
        add(inside.get(i), place + "." + i, all, semaphores, into);
      }
      return;
    }
    List<ExecutionPlan.Span> sources = List.of();
    List<ExecutionPlan.Span> targets = List.of();
    if (kind.moves()) {
      sources = isOld ? oldSources(node, kind, all) : spans(node, "src_buff", all);
      targets = isOld ? oldTargets(node, kind, all) : spans(node, "dst_buff", all);
    }
    into.add(
        new ExecutionPlan.Op(
            kind,
            name,
            node.at(),
            place,
            sources,
            targets,
            kind.signals() || kind.waits() ? channels(node, kind) : List.of(),
            after(node),
            kind == PlanOp.BARRIER ? fields.whole(node, 0, MOST, "barrier_id") : -1,
            kind == PlanOp.BARRIER
                ? fields.whole(node, 1, MOST, "num_threadblocks", "nthread_blocks")
                : 0,
            semaphores(node, semaphores)));
  }

  private List<Integer> semaphores(PlanNode node, int count) {
    List<Integer> found = new ArrayList<>();
    for (PlanNode id : fields.list(node, "semaphore_ids")) {
      int number = fields.whole(id, "semaphore_ids", 0, MOST);
      if (number >= count) {
        findings.add(
            id.at(),
            "semaphore_ids: is %d, but rank %d has %d semaphores.".formatted(number, rank, count));
      } else if (number != Findings.WRONG) {
        found.add(number);
      }
    }
    return found;
  }

  private List<ExecutionPlan.After> after(PlanNode node) {
    List<ExecutionPlan.After> after = new ArrayList<>();
    for (PlanNode one : fields.list(node, "deps")) {
      int block = fields.whole(one, 0, MOST, "tb");
      int op = fields.whole(one, 0, MOST, "step");
      if (block != Findings.WRONG && op != Findings.WRONG) {
        after.add(new ExecutionPlan.After(block, op));
      }
    }
    return after;
  }

  /** The channels that it signals or waits on. */
  private List<ExecutionPlan.Channel> channels(PlanNode node, PlanOp kind) {
    List<ExecutionPlan.Channel> found = new ArrayList<>();
    if (isOld) {
      String buffer = kind.waits() ? "i_buff" : "o_buff";
      for (PlanNode one : fields.list(node, kind.waits() ? "i_cids" : "o_cids")) {
        ExecutionPlan.Channel channel = oldChannel(node, buffer, one);
        if (channel != null) {
          found.add(channel);
        }
      }
    } else {
      String type = type(fields.text(node, "channel_type"));
      for (PlanNode id : fields.list(node, "channel_ids")) {
        ExecutionPlan.Channel channel =
            channel(id, type, type, 0, fields.whole(id, "channel_ids", 0, MOST));
        if (channel != null) {
          found.add(channel);
        }
      }
    }
    if (found.isEmpty() && findings.isEmpty()) {
      findings.add(node.at(), "names no channel. Maybe channel_ids: [0].");
    }
    return found;
  }

  /** A channel of the thread block. */
  private ExecutionPlan.@Nullable Channel channel(
      PlanNode at, String key, String type, int first, int number) {
    List<Integer> ofBlock = ids.getOrDefault(key, List.of());
    if (number == Findings.WRONG) {
      return null;
    }
    if (number >= ofBlock.size()) {
      findings.add(
          at.at(),
          "names channel %d of kind %s, but the thread block has %d of these."
              .formatted(number, key.strip(), ofBlock.size()));
      return null;
    }
    int place = first + Math.max(0, ofBlock.get(number));
    List<ExecutionPlan.Channel> ofRank = channels.getOrDefault(type, List.of());
    if (place >= ofRank.size()) {
      findings.add(
          at.at(),
          "leads to channel %d of kind %s, but rank %d has %d of these."
              .formatted(place - first, key.strip(), rank, ofRank.size() - first));
      return null;
    }
    return ofRank.get(place);
  }

  private ExecutionPlan.@Nullable Channel oldChannel(PlanNode op, String buffer, PlanNode one) {
    PlanNode ends = op.get(buffer);
    if (ends == null) {
      findings.add(op.at(), buffer + ": is missing.");
      return null;
    }
    String type = type(fields.text(op, "ctype"));
    String key = pair(ends, "src", "dst") + type;
    return channel(one, key, type, firsts.getOrDefault(key, 0), fields.whole(one, 0, MOST, "id"));
  }

  private List<ExecutionPlan.Span> spans(PlanNode op, String key, List<PlanOps> all) {
    List<ExecutionPlan.Span> spans = new ArrayList<>();
    for (PlanNode one : fields.list(op, key)) {
      int first = fields.whole(one, 0, MOST, "index");
      int count = fields.whole(one, 1, MOST, "size");
      if (one.get("buffer_id") == null) {
        add(one, rank, buffer(one, fields.text(one, "type")), first, count, all, spans);
        continue;
      }
      String type = type(fields.text(op, "channel_type"));
      List<Integer> ofBlock = buffers.getOrDefault(type, List.of());
      int number = fields.whole(one, 0, MOST, "buffer_id");
      if (number >= ofBlock.size()) {
        findings.add(
            one.at(),
            "buffer_id: is %d, but the thread block has %d remote buffers of kind %s."
                .formatted(number, ofBlock.size(), type));
      } else if (number >= 0 && ofBlock.get(number) >= 0 && ofBlock.get(number) < remotes.size()) {
        PlanNode remote = remotes.get(ofBlock.get(number));
        int owner = fields.whole(remote, 0, ranks - 1, "rank");
        add(one, owner, buffer(remote, fields.text(remote, "type")), first, count, all, spans);
      }
    }
    return shared(op, spans);
  }

  /** What a thread block has of it that shares it with others. */
  private List<ExecutionPlan.Span> shared(PlanNode op, List<ExecutionPlan.Span> spans) {
    PlanNode group = op.get("tbg_info");
    if (group == null) {
      return spans;
    }
    int size = fields.whole(group, 1, MOST, "tbg_size");
    int number = fields.whole(group, 0, Math.max(0, size - 1), "tb_id");
    return size < 1 || number < 0
        ? spans
        : spans.stream()
            .map(
                span ->
                    new ExecutionPlan.Span(
                        span.rank(),
                        span.buffer(),
                        span.first() + span.count() / size * number,
                        span.count() / size))
            .toList();
  }

  private int buffer(PlanNode at, @Nullable String text) {
    int buffer = text == null ? -1 : BUFFERS.indexOf(text);
    if (text != null && buffer < 0) {
      findings.add(at.at(), "%s is no buffer. Maybe i, o or s.".formatted(Quote.of(text)));
    }
    return buffer;
  }

  private void add(
      PlanNode at,
      int owner,
      int buffer,
      int first,
      int count,
      List<PlanOps> all,
      List<ExecutionPlan.Span> into) {
    if (owner < 0 || buffer < 0 || first < 0 || count < 0) {
      return;
    }
    int limit = all.get(owner).limits.get(buffer) / grain;
    if (first + count > limit) {
      findings.add(
          at.at(),
          "the chunks %d … %d are beyond the %s buffer of rank %d, which has %d."
              .formatted(first, first + count - 1, NAMES.get(buffer), owner, limit));
      return;
    }
    into.add(new ExecutionPlan.Span(owner, buffer, grain * first, grain * count));
  }

  /** A buffer of the rank, as the old format names it. */
  private void addOwn(
      PlanNode at,
      String bufferKey,
      String offsetKey,
      int count,
      List<PlanOps> all,
      List<ExecutionPlan.Span> into) {
    add(
        at,
        rank,
        buffer(at, fields.text(at, bufferKey)),
        fields.whole(at, 0, MOST, offsetKey),
        count,
        all,
        into);
  }

  /** Buffers of others, which are at the far end of channels. */
  private void addRemote(
      PlanNode op,
      String ends,
      String list,
      int count,
      List<PlanOps> all,
      List<ExecutionPlan.Span> into) {
    for (PlanNode one : fields.list(op, list)) {
      ExecutionPlan.Channel channel = oldChannel(op, ends, one);
      PlanNode pair = op.get(ends);
      if (channel != null && pair != null) {
        int offset = fields.whole(one, 0, MOST, "off");
        add(one, channel.peer(), buffer(pair, fields.text(pair, "dst")), offset, count, all, into);
      }
    }
  }

  private List<ExecutionPlan.Span> oldSources(PlanNode op, PlanOp kind, List<PlanOps> all) {
    boolean isRead =
        kind == PlanOp.GET || kind == PlanOp.READ_REDUCE || kind == PlanOp.READ_REDUCE_SEND;
    return old(op, "src", isRead ? "i" : "", all);
  }

  private List<ExecutionPlan.Span> oldTargets(PlanNode op, PlanOp kind, List<PlanOps> all) {
    return old(op, "dst", kind == PlanOp.GET ? "" : "o", all);
  }

  /**
   * Buffers that an operation of the old format names.
   *
   * @param own which of its rank, {@code src} or {@code dst}
   * @param remote which of others, {@code i} or {@code o}; none if empty
   */
  private List<ExecutionPlan.Span> old(PlanNode op, String own, String remote, List<PlanOps> all) {
    int count = fields.whole(op, 1, MOST, 1, "cnt");
    List<ExecutionPlan.Span> spans = new ArrayList<>();
    if (op.get(own + "buff") != null) {
      addOwn(op, own + "buff", own + "off", count, all, spans);
    }
    for (PlanNode one : fields.list(op, own + "s")) {
      addOwn(one, "buff", "off", count, all, spans);
    }
    if (!remote.isEmpty()) {
      addRemote(op, remote + "_buff", remote + "_cids", count, all, spans);
    }
    return spans;
  }
}
