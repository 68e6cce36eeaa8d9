package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.util.ArithmeticUtils;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Quote;
import weft.sim.collective.Operation;
import weft.topology.error.Suggestion;

/**
 * Execution plans of MSCCL++ in both formats: that of its executor since version 0.8, whose buffers
 * stand in {@code src_buff} and {@code dst_buff}, and the one before, whose chunks are counted by
 * {@code inputChunks} and whose channels join buffers (microsoft/mscclpp, execution_plan.cc).
 */
final class PlanReader {

  static final int MOST_RANKS = 1_024;
  private static final int MOST_CHUNKS = 65_536;
  private static final int MOST_GRAIN = 256;
  private static final int MOST_BLOCKS = 1_024;

  private static final Set<String> OF_PLAN =
      Set.of(
          "name",
          "collective",
          "colletive",
          "protocol",
          "inplace",
          "reuse_resources",
          "gpus",
          "num_threads_per_block",
          "use_double_scratch_buffer",
          "buffer_alignment",
          "min_message_size",
          "max_message_size");

  private static final Set<String> OF_RANK =
      Set.of(
          "id",
          "input_chunks",
          "output_chunks",
          "scratch_chunks",
          "inputChunks",
          "outputChunks",
          "scratchChunks",
          "chunkGroups",
          "threadblocks",
          "channels",
          "remote_buffers",
          "semaphores");

  private static final Set<String> OF_BLOCK = Set.of("id", "ops", "channels", "remote_buffer_refs");

  private final Findings findings;
  private final PlanFields fields;

  PlanReader(Findings findings) {
    this.findings = findings;
    fields = new PlanFields(findings);
  }

  /**
   * Whether a text is a plan, by a word that every plan has and our own JSON has not.
   *
   * @param text all of it, or the beginning
   */
  static boolean isPlan(String text) {
    return text.contains("\"threadblocks\"") && !text.contains("\"weft-schedule/");
  }

  ExecutionPlan read(PlanNode root) {
    fields.known(root, "the plan", OF_PLAN);
    String name = fields.text(root, "name");
    Operation operation = operation(root);
    boolean inPlace = root.get("inplace") != null && "true".equals(fields.text(root, "inplace"));
    List<PlanNode> gpus = fields.list(root, "gpus");
    if (gpus.isEmpty() || gpus.size() > MOST_RANKS) {
      findings.add(
          root.at(),
          "gpus: there are %,d, but a plan is for 1 to %,d.".formatted(gpus.size(), MOST_RANKS));
    }
    findings.throwIfAny();
    if (operation == null || name == null) {
      throw new IllegalStateException("no operation or name, and nothing was reported");
    }
    int grain = grain(gpus);
    List<PlanOps> readers = new ArrayList<>();
    int pieces = 0;
    for (int rank = 0; rank < gpus.size(); rank++) {
      PlanNode gpu = gpus.get(rank);
      fields.known(gpu, "a gpu", OF_RANK);
      int id = fields.whole(gpu, 0, MOST_RANKS, "id");
      if (id != rank && id != Findings.WRONG) {
        findings.add(gpu.at(), "id: is %d, but this is gpu %d of the list.".formatted(id, rank));
      }
      int input = fields.whole(gpu, 0, MOST_CHUNKS, 0, "input_chunks", "inputChunks");
      int output = fields.whole(gpu, 0, MOST_CHUNKS, 0, "output_chunks", "outputChunks");
      int scratch = fields.whole(gpu, 0, MOST_CHUNKS, 0, "scratch_chunks", "scratchChunks");
      int ofRank = grain * chunks(operation, gpus.size(), input, output);
      if (rank > 0 && ofRank != pieces && findings.isEmpty()) {
        findings.add(
            gpu.at(),
            "cuts the data into %d chunks, but gpu 0 into %d."
                .formatted(ofRank / grain, pieces / grain));
      }
      pieces = ofRank;
      boolean isOld = gpu.get("inputChunks") != null;
      int needed = operation.isPartitioned() ? pieces / gpus.size() : pieces;
      readers.add(
          new PlanOps(
              findings,
              isOld,
              rank,
              gpus.size(),
              grain,
              List.of(
                  input > 0 ? grain * input : Math.max(needed, 0),
                  output > 0 ? grain * output : Math.max(pieces, 0),
                  grain * scratch),
              gpu));
    }
    checkChunks(root, operation, gpus.size(), pieces / grain);
    findings.throwIfAny();
    List<ExecutionPlan.Rank> ranks = new ArrayList<>();
    for (int rank = 0; rank < gpus.size(); rank++) {
      ranks.add(rank(gpus.get(rank), readers, rank));
    }
    findings.throwIfAny();
    return new ExecutionPlan(operation, name, inPlace, pieces, grain, ranks);
  }

  private @Nullable Operation operation(PlanNode root) {
    // Older tools write "colletive".
    String text = fields.text(root, "collective", "colletive");
    if (text == null) {
      return null;
    }
    Operation operation = ScheduleBuilder.named(text);
    if (operation == null) {
      findings.add(
          root.at(),
          "collective: %s is not known. %s"
              .formatted(Quote.of(text), Suggestion.sentence(text, ScheduleBuilder.operations())));
    }
    return operation;
  }

  /** Into how many chunks a rank's data is cut. */
  private static int chunks(Operation operation, int ranks, int input, int output) {
    boolean isInputPart = operation == Operation.ALL_GATHER || operation == Operation.GATHER;
    if (isInputPart) {
      return output > 0 ? output : ranks * input;
    }
    return input > 0 ? input : output;
  }

  private void checkChunks(PlanNode root, Operation operation, int ranks, int chunks) {
    if (findings.isEmpty() && (chunks == 0 || (operation.isPartitioned() && chunks % ranks != 0))) {
      findings.add(
          root.at(),
          "cuts the data into %d chunks, but %s over %d ranks needs a multiple of %d."
              .formatted(chunks, operation.text(), ranks, operation.isPartitioned() ? ranks : 1));
    }
  }

  /** The least number of pieces of which all groups of thread blocks can have equal parts. */
  private int grain(List<PlanNode> gpus) {
    int grain = 1;
    for (PlanNode gpu : gpus) {
      for (PlanNode block : fields.list(gpu, "threadblocks")) {
        grain = grain(fields.list(block, "ops"), grain);
      }
    }
    return grain;
  }

  private int grain(List<PlanNode> ops, int before) {
    int grain = before;
    for (PlanNode op : ops) {
      PlanNode group = op.get("tbg_info");
      if (group != null) {
        int size = fields.whole(group, 1, MOST_GRAIN, "tbg_size");
        grain = size == Findings.WRONG ? grain : ArithmeticUtils.lcm(grain, size);
        if (grain > MOST_GRAIN) {
          throw findings.fatal(
              group.at(), "tbg_size: chunks would be cut into more than " + MOST_GRAIN + " parts.");
        }
      }
      grain = grain(fields.list(op, "ops"), grain);
    }
    return grain;
  }

  private ExecutionPlan.Rank rank(PlanNode gpu, List<PlanOps> readers, int rank) {
    List<Integer> semaphores = new ArrayList<>();
    for (PlanNode semaphore : fields.list(gpu, "semaphores")) {
      semaphores.add(fields.whole(semaphore, 0, Integer.MAX_VALUE, "init_value"));
    }
    List<PlanNode> nodes = fields.list(gpu, "threadblocks");
    if (nodes.size() > MOST_BLOCKS) {
      throw findings.fatal(gpu.at(), "has more than " + MOST_BLOCKS + " thread blocks.");
    }
    PlanOps reader = readers.get(rank);
    List<ExecutionPlan.Block> blocks = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      PlanNode node = nodes.get(i);
      fields.known(node, "a thread block", OF_BLOCK);
      int id = fields.whole(node, 0, MOST_BLOCKS, "id");
      if (id != i && id != Findings.WRONG) {
        findings.add(
            node.at(), "id: is %d, but this is thread block %d of the list.".formatted(id, i));
      }
      blocks.add(new ExecutionPlan.Block(reader.read(node, readers, semaphores.size())));
    }
    return new ExecutionPlan.Rank(gpu.at(), reader.limits(), semaphores, blocks);
  }
}
