// The row of headings of a table that does not sort.

interface Props {
  titles: readonly string[]
  /** What stands in the rows of a last column whose heading only screen readers say. */
  last?: string
}

export const Heads = ({ titles, last }: Props) => (
  <tr>
    {titles.map((title) => (
      <th key={title} scope="col">
        {title}
      </th>
    ))}
    {last && (
      <th scope="col">
        <span className="vh">{last}</span>
      </th>
    )}
  </tr>
)
