package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the thread blocks of a rank wait for of each other: by barriers, semaphores and
 * dependencies.
 */
final class PlanOrder {

  /** Operations times thread blocks. */
  private static final long MOST = 20_000_000;

  private final ExecutionPlan.Rank rank;
  private final int number;
  private final Findings findings;
  private final Map<List<Integer>, List<ExecutionPlan.After>> after = new HashMap<>();
  private final Map<List<Integer>, String> reasons = new HashMap<>();

  /** Of each operation of each thread block, how many of each have ended by its end. */
  private final int[][][] done;

  PlanOrder(ExecutionPlan.Rank rank, int number, Findings findings) {
    this.rank = rank;
    this.number = number;
    this.findings = findings;
    int blocks = rank.blocks().size();
    long all = 0;
    for (ExecutionPlan.Block block : rank.blocks()) {
      all += (long) block.ops().size() * blocks;
    }
    if (all > MOST) {
      throw findings.fatal(rank.at(), "has more operations and thread blocks than can be ordered.");
    }
    dependencies();
    barriers();
    semaphores();
    done = new int[blocks][][];
    for (int block = 0; block < blocks; block++) {
      done[block] = new int[rank.blocks().get(block).ops().size()][];
    }
    order();
  }

  /** What an operation waits for, of other thread blocks: the operation −1 is none. */
  List<ExecutionPlan.After> after(int block, int op) {
    return after.getOrDefault(List.of(block, op), List.of());
  }

  /** The same in words. */
  String waitsFor(int block, int op) {
    return reasons.getOrDefault(List.of(block, op), "");
  }

  /** How many operations of another thread block have ended for sure when one of a block begins. */
  int doneBefore(int block, int op, int other) {
    int[] counts = done[block][op];
    return counts == null ? 0 : counts[other];
  }

  private void wait(int block, int op, String why, List<ExecutionPlan.After> what) {
    after.computeIfAbsent(List.of(block, op), any -> new ArrayList<>()).addAll(what);
    reasons.put(List.of(block, op), why);
  }

  private void dependencies() {
    for (int block = 0; block < rank.blocks().size(); block++) {
      List<ExecutionPlan.Op> ops = rank.blocks().get(block).ops();
      for (int i = 0; i < ops.size(); i++) {
        List<ExecutionPlan.After> others = new ArrayList<>();
        for (ExecutionPlan.After one : ops.get(i).after()) {
          if (one.block() >= rank.blocks().size()
              || one.op() >= rank.blocks().get(one.block()).ops().size()) {
            findings.add(
                ops.get(i).at(),
                "deps: rank %d has no operation %d of thread block %d."
                    .formatted(number, one.op(), one.block()));
          } else if (one.block() != block) {
            others.add(one);
          }
        }
        if (!others.isEmpty()) {
          ExecutionPlan.After first = others.get(0);
          wait(
              block,
              i,
              "operation %d of thread block %d".formatted(first.op(), first.block()),
              others);
        }
      }
    }
  }

  /** The thread blocks that come to a barrier for the same time wait for each other. */
  private void barriers() {
    Map<List<Integer>, List<ExecutionPlan.After>> comers = new TreeMap<>(PlanOrder::compare);
    for (int block = 0; block < rank.blocks().size(); block++) {
      Map<Integer, Integer> times = new HashMap<>();
      List<ExecutionPlan.Op> ops = rank.blocks().get(block).ops();
      for (int i = 0; i < ops.size(); i++) {
        int barrier = ops.get(i).barrier();
        if (barrier >= 0) {
          int time = times.merge(barrier, 1, Integer::sum);
          comers
              .computeIfAbsent(List.of(barrier, time), any -> new ArrayList<>())
              .add(new ExecutionPlan.After(block, i));
        }
      }
    }
    comers.forEach(this::barrier);
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    int first = Integer.compare(one.get(0), other.get(0));
    return first != 0 ? first : Integer.compare(one.get(1), other.get(1));
  }

  private void barrier(List<Integer> which, List<ExecutionPlan.After> comers) {
    ExecutionPlan.After first = comers.get(0);
    ExecutionPlan.Op op = rank.blocks().get(first.block()).ops().get(first.op());
    if (op.atBarrier() != comers.size()) {
      findings.add(
          op.at(),
          "barrier %d of rank %d is for %d thread blocks, but %d come to it the %d. time, so that they wait for ever."
              .formatted(which.get(0), number, op.atBarrier(), comers.size(), which.get(1)));
      return;
    }
    for (ExecutionPlan.After comer : comers) {
      List<ExecutionPlan.After> others =
          comers.stream()
              .filter(other -> other.block() != comer.block())
              .map(other -> new ExecutionPlan.After(other.block(), other.op() - 1))
              .toList();
      wait(comer.block(), comer.op(), "others at barrier " + which.get(0), others);
    }
  }

  private void semaphores() {
    for (int semaphore = 0; semaphore < rank.semaphores().size(); semaphore++) {
      List<ExecutionPlan.After> releases = users(PlanOp.SEM_RELEASE, semaphore);
      List<ExecutionPlan.After> acquires = users(PlanOp.SEM_ACQUIRE, semaphore);
      int begin = rank.semaphores().get(semaphore);
      for (int i = begin; i < acquires.size(); i++) {
        ExecutionPlan.After acquire = acquires.get(i);
        ExecutionPlan.Op op = rank.blocks().get(acquire.block()).ops().get(acquire.op());
        String who =
            "operation %s (%s) of thread block %d of rank %d"
                .formatted(op.place(), op.name(), acquire.block(), number);
        if (i - begin >= releases.size()) {
          findings.add(
              op.at(),
              "%s waits for ever: semaphore %d begins with %d and is released %d times."
                  .formatted(who, semaphore, begin, releases.size()));
        } else if (blocks(releases) > 1 || blocks(acquires) > 1) {
          findings.add(
              op.at(),
              "%s acquires semaphore %d, which more than one thread block releases or acquires, so that it is open whose turn it is. Maybe one for each."
                  .formatted(who, semaphore));
        } else {
          wait(
              acquire.block(),
              acquire.op(),
              "semaphore " + semaphore,
              List.of(releases.get(i - begin)));
        }
      }
    }
  }

  private static long blocks(List<ExecutionPlan.After> uses) {
    return uses.stream().map(ExecutionPlan.After::block).distinct().count();
  }

  private List<ExecutionPlan.After> users(PlanOp kind, int semaphore) {
    List<ExecutionPlan.After> users = new ArrayList<>();
    for (int block = 0; block < rank.blocks().size(); block++) {
      List<ExecutionPlan.Op> ops = rank.blocks().get(block).ops();
      for (int i = 0; i < ops.size(); i++) {
        for (int one : ops.get(i).semaphores()) {
          if (ops.get(i).kind() == kind && one == semaphore) {
            users.add(new ExecutionPlan.After(block, i));
          }
        }
      }
    }
    return users;
  }

  /** Goes through all operations that do not wait for each other for ever. */
  private void order() {
    int blocks = rank.blocks().size();
    int[] place = new int[blocks];
    boolean goesOn = true;
    while (goesOn) {
      goesOn = false;
      for (int block = 0; block < blocks; block++) {
        while (place[block] < done[block].length && isReady(block, place[block], place)) {
          int op = place[block]++;
          int[] counts = op == 0 ? new int[blocks] : done[block][op - 1].clone();
          for (ExecutionPlan.After one : after(block, op)) {
            for (int other = 0; one.op() >= 0 && other < blocks; other++) {
              counts[other] = Math.max(counts[other], done[one.block()][one.op()][other]);
            }
          }
          counts[block] = op + 1;
          done[block][op] = counts;
          goesOn = true;
        }
      }
    }
  }

  private boolean isReady(int block, int op, int[] place) {
    for (ExecutionPlan.After one : after(block, op)) {
      if (place[one.block()] <= one.op()) {
        return false;
      }
    }
    return true;
  }
}
