package weft.scenario.schedule;

import java.util.List;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;
import weft.sim.collective.values.Finding;

/** What is wrong with a schedule of ranks, lanes and steps, at the steps as they were written. */
record DraftPlaces(List<RankDraft> ranks) implements Written {

  @Override
  public Position rank(int rank) {
    return ranks.get(rank).item().at;
  }

  private Item item(Finding finding) {
    RankDraft rank = ranks.get(finding.participant());
    return rank.lanes().get(finding.lane()).item().inside.get(finding.step());
  }

  @Override
  public Position step(Finding finding) {
    return item(finding).at;
  }

  @Override
  public String text(Finding finding) {
    return "step %d of lane %d of rank %d %s"
        .formatted(finding.step(), finding.lane(), finding.participant(), wrong(finding));
  }

  private String wrong(Finding finding) {
    Item.Value buffer = item(finding).values.get(Field.SOURCE);
    Item.Value chunk = item(finding).values.get(Field.SOURCE_CHUNK);
    return switch (finding.kind()) {
      case DEADLOCK -> finding.text() + ", for ever";
      case EMPTY_BLOCK ->
          buffer == null || chunk == null
              ? finding.text()
              : "reads %s, chunk %s, to which nothing has been written"
                  .formatted(Quote.of(buffer.text()), chunk.text());
      case MISMATCH, LEFT_OVER, WRONG_RESULT -> finding.text();
    };
  }
}
